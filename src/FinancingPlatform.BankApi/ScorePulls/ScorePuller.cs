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
/// and the spent proof are committed before the read begins, in one round trip. Looks that come at the same time share the two transactions.
/// </summary>
internal sealed class ScorePuller
{
    private static readonly GroupCommitLimits s_together = new(Items: 64, Transactions: 2);
    private static readonly string s_read = SqlResource.Read(typeof(ScorePuller).Assembly, "Sql/ReadScore.sql");
    private static readonly string s_readTogether = SqlResource.Read(typeof(ScorePuller).Assembly, "Sql/ReadScoresTogether.sql");
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlDataSource _together;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Look, Pull> _looks;

    public ScorePuller(NpgsqlDataSource database, GroupCommitSource together, TimeProvider clock)
    {
        _database = database;
        _together = together.Source;
        _clock = clock;
        _looks = new GroupCommit<Look, Pull>(TogetherAsync, AloneAsync, s_together);
    }

    public async Task<Result<ScorePullAnswer>> PullAsync(BankCaller bank, ScorePullRequest request, CancellationToken cancellationToken)
    {
        var look = new Look(bank, request, Guid.CreateVersion7(_clock.GetUtcNow()));
        var pull = await _looks.CommitAsync(look, cancellationToken);
        return pull.Outcome switch
        {
            "granted" => pull.Answer ?? await ReadAloneAsync(look, cancellationToken),
            "replayed" => BankApiErrors.ReplayedProof,
            _ => LookRefusals.Of(pull.Refusal!),
        };
    }

    private async Task<Pull> AloneAsync(Look look, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true,
            Timeout = BankApiLimits.StatementSeconds,
            BatchCommands = { LookCommand.OpenForScore(look), Read(look) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("The gate always answers with one row.");
        }

        var outcome = reader.GetString(0);
        if (outcome != "granted")
        {
            return new Pull(outcome, await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1), null);
        }

        await reader.NextResultAsync(cancellationToken);
        return new Pull(outcome, null, await ReadAsync(reader, look, cancellationToken));
    }

    private async Task<IReadOnlyList<Pull>> TogetherAsync(IReadOnlyList<Look> looks)
    {
        await using var connection = await _together.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true,
            Timeout = BankApiLimits.StatementSeconds,
            BatchCommands = { LookCommand.OpenForScores(looks), ReadTogether(looks) },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        var pulls = new Pull[looks.Count];
        for (var i = 0; i < pulls.Length; i++)
        {
            if (!await reader.ReadAsync() || reader.GetInt32(0) != i + 1)
            {
                throw new InvalidOperationException("The gate answers with one row for each look, in their order.");
            }

            pulls[i] = new Pull(reader.GetString(1), await reader.IsDBNullAsync(2) ? null : reader.GetString(2), null);
        }

        await ReadTogetherAsync(reader, looks, pulls);
        return pulls;
    }

    // The looks are committed by now: whatever the reading comes to, each has its outcome, and a score that is missing here is asked for alone.
    private static async Task ReadTogetherAsync(NpgsqlDataReader reader, IReadOnlyList<Look> looks, Pull[] pulls)
    {
        var places = looks.Select((look, i) => (look.Ticket, i)).ToDictionary(place => place.Ticket, place => place.i);
        var answers = new Result<ScorePullAnswer>?[pulls.Length];
        try
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                var place = places[reader.GetGuid(19)];
                answers[place] = ReadRow(reader, looks[place]);
            }

            await reader.NextResultAsync();
        }
        catch (PostgresException)
        {
            // Rolled back, so that no ticket is used up.
            return;
        }

        for (var i = 0; i < pulls.Length; i++)
        {
            pulls[i] = pulls[i] with { Answer = answers[i] };
        }
    }

    private async Task<Result<ScorePullAnswer>> ReadAloneAsync(Look look, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(s_read);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.Add(LookCommand.Value(look.Ticket));
        command.Parameters.Add(LookCommand.Value(look.Bank.ClientId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, look, cancellationToken);
    }

    private static NpgsqlBatchCommand Read(Look look) => new(s_read) { Parameters = { LookCommand.Value(look.Ticket), LookCommand.Value(look.Bank.ClientId) } };

    private static NpgsqlBatchCommand ReadTogether(IReadOnlyList<Look> looks) => new(s_readTogether)
    {
        Parameters = { LookCommand.Value(looks.Select(look => look.Ticket).ToArray()), LookCommand.Value(looks.Select(look => look.Bank.ClientId).ToArray()) },
    };

    private static async Task<Result<ScorePullAnswer>> ReadAsync(NpgsqlDataReader reader, Look look, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? ReadRow(reader, look) : LookRefusals.Of("score-missing");

    // A revocation between opening and reading counts.
    private static Result<ScorePullAnswer> ReadRow(NpgsqlDataReader row, Look look) =>
        !row.IsDBNull(10) ? LookRefusals.Of(row.GetString(10))
        : row.IsDBNull(0) ? LookRefusals.Of("score-missing")
        : ReadAnswer(row, look.Ticket, look.Request.Uscc);

    private static ScorePullAnswer ReadAnswer(NpgsqlDataReader row, Guid ticket, string uscc)
    {
        using var reasons = JsonDocument.Parse(row.GetString(7));
        return new ScorePullAnswer(
            ticket, uscc, row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetString(4), row.GetString(5),
            row.GetBoolean(6), reasons.RootElement.Clone(), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(8)),
            row.IsDBNull(9) ? null : row.GetGuid(9), LimitAnswer.Read(row, 11), RingFlag.List(row.GetString(18)));
    }

    /// <summary>How a look ended, and the score that was read with it.</summary>
    private sealed record Pull(string Outcome, string? Refusal, Result<ScorePullAnswer>? Answer);
}
