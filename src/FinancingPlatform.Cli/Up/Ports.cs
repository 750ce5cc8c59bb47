using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FinancingPlatform.Cli.Up;

/// <summary>Which program listens where, counted from the first port.</summary>
internal sealed record Ports(int Base)
{
    /// <summary>Highest offset in use; the first port may be at most 65535 minus this.</summary>
    public const int Last = 8;

    private const int LowestUnprivileged = 1024;

    public int Portal => Base;

    public int BankApi => Base + 1;

    public int Province => Base + 2;

    public int Nation => Base + 3;

    public int Postgres => Base + 4;

    public int Worker => Base + 5;

    public int Phone => Base + 6;

    /// <summary>The issuer's door for clients with a certificate.</summary>
    public int IssuerTls => Base + 7;

    /// <summary>The bank API's door for clients with a certificate.</summary>
    public int BankApiTls => Base + 8;

    public static bool IsPossible(int portBase) => portBase is >= LowestUnprivileged and <= IPEndPoint.MaxPort - Last;

    /// <summary>Address of a program; <c>localhost</c> because passkeys are bound to that name.</summary>
    public static string UrlOf(int port) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");

    /// <summary>Address of a door for clients with a certificate.</summary>
    public static string TlsUrlOf(int port) => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");

    /// <summary>Says which ports are taken and what to do, before anything is started.</summary>
    public void EnsureFree()
    {
        // Not PostgreSQL's: a server that a killed run left behind is taken over, and a stranger there is told by the server's own start.
        (string Name, int Port)[] needed =
        [
            ("portal", Portal), ("bank-api", BankApi), ("province", Province), ("nation", Nation), ("worker", Worker), ("phone", Phone),
            ("portal TLS", IssuerTls), ("bank-api TLS", BankApiTls),
        ];
        var taken = needed.Where(n => !IsFree(n.Port)).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Port} ({n.Name})")).ToList();
        if (taken.Count > 0)
        {
            throw new CliException(
                $"Port {string.Join(", ", taken)} is taken by another program.",
                string.Create(CultureInfo.InvariantCulture, $"ports {Base}-{Base + Last}"),
                string.Create(CultureInfo.InvariantCulture, $"Stop that program, or choose other ports: ./run --port-base {Math.Min(Base + 100, IPEndPoint.MaxPort - Last)}"));
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.ExclusiveAddressUse = true;
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
