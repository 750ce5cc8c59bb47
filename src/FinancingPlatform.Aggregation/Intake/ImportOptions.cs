using FinancingPlatform.Aggregation.Files;
using Npgsql;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>How a file is imported (导入选项).</summary>
/// <param name="ConnectionString">As database role <c>loader</c>.</param>
/// <param name="CityDivision">The first four digits of the city's divisions, such as 3709.</param>
public sealed record ImportOptions(string ConnectionString, string CityDivision)
{
    /// <summary>Who supplied the file; stands in the book of imports.</summary>
    public string Source { get; init; } = "file";

    /// <summary>How it came: <c>file</c>, <c>push</c> or <c>pull</c>.</summary>
    public string Channel { get; init; } = "file";

    /// <summary>The department's own name of the delivery; null for a file.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>True when the department declared that it has nothing to report (零报送): the file has no byte, which is no fault then.</summary>
    public bool IsZeroReport { get; init; }

    /// <summary>What else is committed with the rows, given their transaction and batch; throwing keeps all of it out. Null when nothing is.</summary>
    public Func<NpgsqlTransaction, long, CancellationToken, Task>? Alongside { get; init; }

    /// <summary>True for data that was made up; every row says so for ever.</summary>
    public bool Invented { get; init; }

    /// <summary>What the file may ask of this machine.</summary>
    public FileLimits Limits { get; init; } = FileLimits.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
