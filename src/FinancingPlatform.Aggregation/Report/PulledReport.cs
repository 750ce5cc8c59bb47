namespace FinancingPlatform.Aggregation.Report;

/// <summary>The report as a bank reads it under its ticket (授权查询信用报告): the same builder, the same digest over what the bank may see.</summary>
public static class PulledReport
{
    /// <summary>The report of what <c>credit.read_report</c> answered.</summary>
    /// <param name="facts">Its facts as JSON; null when the enterprise is not in the registry, which a ticket rules out.</param>
    public static CreditReport? Of(string facts)
    {
        var read = ReportFacts.Parse(facts);
        return read.Enterprise is { } enterprise ? ReportBuilder.Build(read, enterprise) : null;
    }
}
