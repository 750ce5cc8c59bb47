using System.Net;
using System.Net.Sockets;

namespace FinancingPlatform.Tests.Identity;

/// <summary>An address must be known before its host starts: it stands in tokens, origins and links.</summary>
internal static class FreePort
{
    public static Uri Url()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
