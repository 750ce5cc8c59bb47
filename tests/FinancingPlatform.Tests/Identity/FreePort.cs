using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FinancingPlatform.Tests.Identity;

/// <summary>An address must be known before its host starts: it stands in tokens, origins and links.</summary>
internal static class FreePort
{
    // Below the range from which the system gives ports to outgoing connections: one of those could take it before the host does.
    private const int First = 12_000;
    private const int Last = 31_000;

    public static Uri Url() => new($"http://localhost:{Number()}");

    public static int Number()
    {
        int port;
        do
        {
            port = RandomNumberGenerator.GetInt32(First, Last);
        }
        while (!IsFree(port));
        return port;
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
