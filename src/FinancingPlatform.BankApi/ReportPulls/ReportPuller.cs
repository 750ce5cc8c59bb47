using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.ResourceServer;
using Npgsql;

namespace FinancingPlatform.BankApi.ReportPulls;

/// <summary>Opens a look and reads the report under its ticket (查询信用报告), in one round trip and two transactions, as a score is pulled.</summary>
internal sealed class ReportPuller(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_read = SqlResource.Read(typeof(ReportPuller).Assembly, "Sql/ReadReport.sql");

    public async Task<Result<ReportPullAnswer>> PullAsync(BankCaller bank, ReportPullRequest request, CancellationToken cancellationToken)
    {
        var ticket = Guid.CreateVersion7(clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true,
            Timeout = BankApiLimits.StatementSeconds,
            BatchCommands = { LookCommand.Open(bank, request, ticket), new NpgsqlBatchCommand(s_read) { Parameters = { LookCommand.Value(ticket), LookCommand.Value(bank.ClientId) } } },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("The gate always answers with one row.");
        }

        var outcome = reader.GetString(0);
        if (outcome != "granted")
        {
            return outcome == "replayed" ? BankApiErrors.ReplayedProof : LookRefusals.Of(reader.GetString(1));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // A revocation between opening and reading counts.
        return await reader.IsDBNullAsync(4, cancellationToken) ? Answer(reader, ticket, request.Uscc) : LookRefusals.Of(reader.GetString(4));
    }

    private static ReportPullAnswer Answer(NpgsqlDataReader row, Guid ticket, string uscc)
    {
        var report = PulledReport.Of(row.GetString(0)) ?? throw new InvalidOperationException("The gate gave a ticket for an enterprise that the registry does not hold.");
        return new ReportPullAnswer(
            ticket, uscc, row.GetFieldValue<DateOnly>(1), row.GetDateTime(2), row.GetGuid(3), report.ListVersion, report.Digest, report.Invented, report.Enterprise, report.Parts);
    }
}
