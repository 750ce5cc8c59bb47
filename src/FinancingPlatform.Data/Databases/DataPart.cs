using System.Reflection;

namespace FinancingPlatform.Data;

/// <summary>A part of the platform that brings tables (数据模块): its migrations, entity configurations and SQL are looked for in its assembly.</summary>
/// <param name="Name">Short name, as in <c>consent</c>.</param>
/// <param name="Assembly">Where its migrations, configurations and embedded SQL are.</param>
public sealed record DataPart(string Name, Assembly Assembly);

/// <summary>What this library itself brings (基础表): schemas, registry and credit tables, outbox, inbox, audit chain.</summary>
public static class BasePart
{
    /// <summary>The part; every list of parts starts with it.</summary>
    public static DataPart Data { get; } = new("data", typeof(BasePart).Assembly);
}
