using System.Net;
using System.Net.Sockets;

namespace FinancingPlatform.Cli.Bench;

/// <summary>What a benchmark gets: a folder that is removed afterwards, a cache that stays, free ports, and whether to be quick.</summary>
/// <param name="Work">Empty temporary folder, removed when the benchmark ends.</param>
/// <param name="Cache">Folder kept between runs, for seeded templates.</param>
/// <param name="Quick">True to finish within 60 seconds once the cache is there.</param>
/// <param name="Output">Where progress goes.</param>
internal sealed record BenchContext(string Work, string Cache, bool Quick, Output Output)
{
    /// <summary>Enterprises of a bench that makes a city; null for its own size.</summary>
    public int? Enterprises { get; init; }

    /// <summary>Records of such a city; null for its own number.</summary>
    public long? Records { get; init; }

    /// <summary>True when a bench that makes a city leaves it in the cache.</summary>
    public bool Keep { get; init; }

    /// <summary>Requests of every operation in the bench "api-fuzz"; null for its own number.</summary>
    public int? Requests { get; init; }

    /// <summary>A loopback port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>
/// The benchmark of one promise. It starts all that it needs, measures its baseline in the same run, and returns an object
/// whose properties become the JSON.
/// </summary>
internal sealed record Benchmark(string Name, string Description, Func<BenchContext, CancellationToken, Task<object>> RunAsync);
