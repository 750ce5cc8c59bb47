using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>The signed-in enterprise's reports (本企业信用报告). Every call runs in a transaction whose session the database knows, role portal.</summary>
public static class OwnReports
{
    /// <summary>Issued reports that a page lists.</summary>
    public const int MaxListed = 20;

    private const int CodeBytes = 16;

    /// <summary>The report of this moment, not issued.</summary>
    public static async Task<Result<CreditReport>> CurrentAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly today, CancellationToken ct) =>
        (await FactsAsync(connection, transaction, today, null, ct)).Map(static read => read.Report);

    /// <summary>Issues the report of this moment under a new code.</summary>
    /// <returns>The issue, or <see cref="ReportErrors.Changed"/> when records changed in the same moment.</returns>
    public static async Task<Result<IssuedReport>> IssueAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly today, CancellationToken ct)
    {
        var facts = await FactsAsync(connection, transaction, today, null, ct);
        if (!facts.IsOk)
        {
            return facts.Error;
        }

        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));
        await using var command = new NpgsqlCommand("select credit.issue_report($1, $2, $3, $4)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = code }, new() { Value = Convert.FromHexString(facts.Value.Report.Digest) }, new() { Value = facts.Value.State }, new() { Value = today },
            },
        };
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            return ReportErrors.Changed;
        }

        return (await ListAsync(connection, transaction, code, 1, ct))[0];
    }

    /// <summary>The newest issues.</summary>
    public static Task<IReadOnlyList<IssuedReport>> ListAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) =>
        ListAsync(connection, transaction, null, MaxListed, ct);

    /// <summary>An issued report with its content as of its moment.</summary>
    /// <param name="connection">Of the session.</param>
    /// <param name="transaction">Of the session.</param>
    /// <param name="code">Serial number; null = the newest.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Result<PrintedReport>> PrintedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string? code, CancellationToken ct)
    {
        var issues = await ListAsync(connection, transaction, code, 1, ct);
        if (issues.Count == 0)
        {
            return ReportErrors.NotIssued;
        }

        var facts = await FactsAsync(connection, transaction, issues[0].AsOf, issues[0].IssuedAt, ct);
        return facts.Then(read => Printed(read.Report, issues[0]));
    }

    /// <summary>Makes a one-time code for an issued report.</summary>
    /// <returns>The code, shown once and not kept, and when it ends.</returns>
    public static async Task<Result<(string Secret, DateTime ExpiresAt)>> NewTicketAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string code, CancellationToken ct)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));
        await using var command = new NpgsqlCommand("select credit.new_report_ticket($1, $2)", connection, transaction)
        {
            Parameters = { new() { Value = code }, new() { Value = ReportVerifier.DigestOfSecret(secret) } },
        };
        return await command.ExecuteScalarAsync(ct) is DateTime expires ? (secret, expires) : ReportErrors.TicketNotMade;
    }

    /// <summary>The report with its issue, if it still is what was issued.</summary>
    internal static Result<PrintedReport> Printed(CreditReport report, IssuedReport issue) =>
        string.Equals(report.Digest, issue.Digest, StringComparison.Ordinal) ? new PrintedReport(report, issue) : ReportErrors.Changed;

    private static async Task<Result<(CreditReport Report, byte[] State)>> FactsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly on, DateTime? known, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(OwnReports).Assembly, "Sql/Report/own.sql"), connection, transaction)
        {
            Parameters = { new() { Value = on }, new() { Value = (object?)known ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var facts = ReportFacts.Parse(reader.GetString(0));
        return facts.Enterprise is { } enterprise ? (ReportBuilder.Build(facts, enterprise), reader.GetFieldValue<byte[]>(1)) : ReportErrors.NoEnterprise;
    }

    private static async Task<IReadOnlyList<IssuedReport>> ListAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string? code, int rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(OwnReports).Assembly, "Sql/Report/issued.sql"), connection, transaction)
        {
            Parameters = { new() { Value = (object?)code ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }, new() { Value = rows } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var issues = new List<IssuedReport>();
        while (await reader.ReadAsync(ct))
        {
            issues.Add(new IssuedReport(
                reader.GetString(0), reader.GetDateTime(1), reader.GetFieldValue<DateOnly>(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4))));
        }

        return issues;
    }
}
