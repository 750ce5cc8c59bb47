using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FinancingPlatform.Hosting.Limits;

/// <summary>What a host accepts at most (接入限额). A host that needs another figure says so where it starts.</summary>
public static class HostLimits
{
    /// <summary>Bytes of a request body; the largest ordinary form or JSON is below 100 kB.</summary>
    public const long BodyBytes = 1024 * 1024;

    /// <summary>Bytes of all request headers; a DPoP proof and a token are about 2 kB.</summary>
    public const int HeaderBytes = 16 * 1024;

    /// <summary>Number of request headers.</summary>
    public const int HeaderCount = 64;

    /// <summary>Bytes of the request line.</summary>
    public const int RequestLineBytes = 4 * 1024;

    /// <summary>Open connections; more wait in the system's queue.</summary>
    public const int Connections = 2000;

    /// <summary>Fields of a form.</summary>
    public const int FormFields = 256;

    /// <summary>Time for a client to send its headers.</summary>
    public static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Time that an idle connection is kept.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(120);

    /// <summary>Time for a request; afterwards it is cancelled and answered with 503.</summary>
    public static readonly TimeSpan Request = TimeSpan.FromSeconds(30);

    /// <summary>Time that open requests and loops get when the host stops.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(10);

    internal static void Apply(KestrelServerOptions kestrel, long bodyBytes)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = bodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = HeaderCount;
        kestrel.Limits.MaxRequestLineSize = RequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = Connections;
        kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
    }
}
