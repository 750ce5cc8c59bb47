using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using FinancingPlatform.Scoring.Hints;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>One of the enterprise's own scores with its limit and what would raise it (评分详情).</summary>
/// <param name="Card">Points, grade, reasons.</param>
/// <param name="Limit">Null for the public score.</param>
/// <param name="Hints">Null when the pack is not at hand or the inputs were removed.</param>
/// <param name="IsWithheld">True when the inputs were lawfully removed.</param>
internal sealed record ScoreDetail(ScoreCard Card, LimitCard? Limit, HintList? Hints, bool IsWithheld)
{
    private const int MaxScores = 50;
    private const int Sha = 10;
    private const int Inputs = 11;
    private const int Authorisation = 12;

    /// <summary>Why there is no hint.</summary>
    public Text NoHints => (IsWithheld, Hints) switch
    {
        (true, _) => ScoreTexts.HintsWithheld,
        (_, null) => ScoreTexts.HintsOtherPack,
        _ => ScoreTexts.HintsNone,
    };

    public static async Task<IReadOnlyList<ScoreDetail>> ListAsync(SessionDatabase database, PackShelf shelf, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var limits = (await LimitCard.ListAsync(session, ct)).ToDictionary(l => l.AuthorisationId);
        await using var command = session.Command(AuthorisationRow.Sql("scores"), MaxScores);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ListAsync(
            row => new ScoreDetail(
                ScoreCard.Read(row), row.Value<Guid>(Authorisation) is { } id ? limits.GetValueOrDefault(id) : null,
                HintsOf(shelf, row.GetString(Sha), row.Text(Inputs)), row.IsDBNull(Inputs)),
            ct);
    }

    private static HintList? HintsOf(PackShelf shelf, string sha256, string? inputs) =>
        inputs is not null && shelf.Find(sha256) is { } pack && StoredInputs.Read(pack, inputs) is { } row ? new HintFinder(pack).Find(row) : null;
}

/// <summary>An indicative limit with every number of the sum (参考额度): the enterprise alone sees them all.</summary>
internal sealed record LimitCard(
    Guid AuthorisationId, string Status, decimal? AmountYuan, string? PolicyVersion, bool PolicyIsOwn, decimal? CapYuan, decimal? FloorYuan, decimal? Share, decimal? Factor,
    decimal? RevenueYuan, DateOnly RevenueAsOf, decimal BalanceYuan, DateOnly BalancesOn, DateOnly ValidUntil, bool Invented, string Bank)
{
    public static Task<List<LimitCard>> ListAsync(SessionTransaction session, CancellationToken ct) => session.ListAsync(
        """
        select l.authorisation_id, l.status, l.amount_yuan, l.policy_version, l.policy_is_own, l.product_cap_yuan, l.floor_yuan, l.revenue_share, l.band_factor,
            l.revenue_yuan, l.revenue_as_of, l.balance_yuan, l.balances_on, l.valid_until, coalesce(l.invented, true), coalesce(b.name, a.bank_uscc)
        from lending.own_limits() l
        join consent.authorisation a on a.id = l.authorisation_id
        left join lending.bank b on b.uscc = a.bank_uscc
        order by 16, 1
        """,
        Read, ct);

    private static LimitCard Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.Value<decimal>(2), r.Text(3), r.Value<bool>(4) ?? false, r.Value<decimal>(5), r.Value<decimal>(6), r.Value<decimal>(7),
        r.Value<decimal>(8), r.Value<decimal>(9), r.GetFieldValue<DateOnly>(10), r.GetDecimal(11), r.GetFieldValue<DateOnly>(12), r.GetFieldValue<DateOnly>(13),
        r.GetBoolean(14), r.GetString(15));
}
