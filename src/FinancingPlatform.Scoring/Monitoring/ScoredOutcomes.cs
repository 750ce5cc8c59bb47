using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Monitoring;

/// <summary>Joins what a bank was shown to how its loan went (评分与结果关联): the last score shown to that bank within the days before the loan.</summary>
internal static class ScoredOutcomes
{
    /// <summary>A score older than this did not decide the loan.</summary>
    private const int MaxDaysBefore = 90;

    /// <summary>Loans looked at in one test, newest first.</summary>
    private const int MaxLoans = 100_000;

    /// <summary>Reads the scores that decided loans, with what became of each.</summary>
    /// <param name="source">As database role worker.</param>
    /// <param name="outcomes">Query of outcomes.</param>
    /// <param name="pack">Whose scores.</param>
    /// <param name="bank">One bank's own, or null for all.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<ScoredOutcome>> ReadAsync(NpgsqlDataSource source, string outcomes, ScoringPack pack, string? bank, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            $"""
            select p.margin, o.is_bad
            from ({outcomes}) o
            cross join lateral
            (
                select p.margin
                from scoring.pulled_score p
                where p.enterprise_id = o.enterprise_id and p.bank_uscc = o.bank_uscc and p.pack_sha256 = @pack and p.points is not null
                    and (p.at at time zone 'Asia/Shanghai')::date between o.disbursed_on - {MaxDaysBefore} and o.disbursed_on
                order by p.at desc
                limit 1
            ) p
            where @bank::text is null or o.bank_uscc = @bank
            order by o.disbursed_on desc
            limit {MaxLoans}
            """);
        command.Parameters.AddWithValue("pack", pack.Sha256);
        command.Parameters.Add(new NpgsqlParameter("bank", NpgsqlTypes.NpgsqlDbType.Text) { Value = (object?)bank ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var seen = new List<ScoredOutcome>();
        while (await reader.ReadAsync(ct))
        {
            seen.Add(new ScoredOutcome(1 / (1 + Math.Exp(-pack.Calibration.LogOdds((float)reader.GetDouble(0)))), reader.GetBoolean(1)));
        }

        return seen;
    }
}
