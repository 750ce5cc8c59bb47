using System.Reflection;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>A part of the platform that brings tables (数据模块): its migrations, entity configurations and SQL are looked for in its assembly.</summary>
/// <param name="Name">Short name, as in <c>consent</c>.</param>
/// <param name="Assembly">Where its migrations, configurations and embedded SQL are.</param>
public sealed record DataPart(string Name, Assembly Assembly)
{
    /// <summary>Embedded files that a seed reads begin with this: they decide, like the migrations, what a new database holds.</summary>
    public const string SeedFolder = "Seed/";

    /// <summary>
    /// Data that this release brings (初始数据): runs as the owner after every migration, each time, and changes nothing the second time. Null = none.
    /// </summary>
    public Func<DatabaseKind, NpgsqlConnection, CancellationToken, Task>? Seed { get; init; }
}

/// <summary>What this library itself brings (基础表): schemas, registry and credit tables, outbox, inbox, audit chain.</summary>
public static class BasePart
{
    /// <summary>The part; every list of parts starts with it.</summary>
    public static DataPart Data { get; } = new("data", typeof(BasePart).Assembly);
}
