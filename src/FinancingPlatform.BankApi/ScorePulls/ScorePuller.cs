using System.Text.Json;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.ResourceServer;
using Npgsql;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>
/// Opens a look and reads the score under its ticket (查询评分). Both commands travel together, each a transaction of its own: the access record
/// and the spent proof are committed before the read begins, in one round trip.
/// </summary>
internal sealed class ScorePuller(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_read = SqlResource.Read(typeof(ScorePuller).Assembly, "Sql/ReadScore.sql");

    public async Task<Result<ScorePullAnswer>> PullAsync(BankCaller bank, ScorePullRequest request, CancellationToken cancellationToken)
    {
        var ticket = Guid.CreateVersion7(clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true,
            Timeout = BankApiLimits.StatementSeconds,
            BatchCommands = { LookCommand.Open(bank, request, ticket), Read(bank, ticket) },
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
        if (!await reader.ReadAsync(cancellationToken))
        {
            return LookRefusals.Of("score-missing");
        }

        // A revocation between opening and reading counts.
        return await reader.IsDBNullAsync(10, cancellationToken) ? ReadAnswer(reader, ticket, request.Uscc) : LookRefusals.Of(reader.GetString(10));
    }

    private static NpgsqlBatchCommand Read(BankCaller bank, Guid ticket) => new(s_read) { Parameters = { LookCommand.Value(ticket), LookCommand.Value(bank.ClientId) } };

    private static ScorePullAnswer ReadAnswer(NpgsqlDataReader row, Guid ticket, string uscc)
    {
        using var reasons = JsonDocument.Parse(row.GetString(7));
        return new ScorePullAnswer(
            ticket, uscc, row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetString(4), row.GetString(5),
            row.GetBoolean(6), reasons.RootElement.Clone(), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(8)),
            row.IsDBNull(9) ? null : row.GetGuid(9), LimitAnswer.Read(row, 11));
    }
}
