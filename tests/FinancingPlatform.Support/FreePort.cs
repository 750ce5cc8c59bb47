using System.Net;
using System.Net.Sockets;

namespace FinancingPlatform.Support;

/// <summary>An address must be known before its host starts: it stands in tokens, origins and links. No port is given twice in a process, taken or not.</summary>
public static class FreePort
{
    // Below the range from which the system gives ports to outgoing connections: one of those could take it before the host does.
    private const int First = 12_000;
    private const int Last = 31_000;

#pragma warning disable CA5394 // where to begin is no secret; two processes seldom begin at the same place
    private static int s_next = Random.Shared.Next(First, Last);
#pragma warning restore CA5394

    /// <summary>A base address on loopback.</summary>
    public static Uri Url() => new($"http://localhost:{Number()}");

    /// <summary>A port that nobody listens on and that nobody in this process was given before.</summary>
    public static int Number()
    {
        for (var tried = 0; tried < Last - First; tried++)
        {
            var port = First + (Interlocked.Increment(ref s_next) % (Last - First));
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port between {First} and {Last} is free.");
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
