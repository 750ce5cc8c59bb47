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
/// <param name="Current">Where the bank keeps to another version than the city's: that one, which the bank does not see; else null.</param>
internal sealed record ScoreDetail(ScoreCard Card, LimitCard? Limit, HintList? Hints, bool IsWithheld, OtherVersion? Current)
{
    private const int MaxScores = 50;
    private const int Sha = 10;
    private const int Inputs = 11;
    private const int Authorisation = 12;
    private const int CurrentPack = 13;

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
        // The limit follows the version that answers: a bank's own one before the city's.
        var limits = (await LimitCard.ListAsync(session, ct)).ToDictionary(l => l.AuthorisationId);
        foreach (var limit in await LimitCard.ListPinnedAsync(session, ct))
        {
            limits[limit.AuthorisationId] = limit;
        }

        await using var command = session.Command(AuthorisationRow.Sql("scores"), MaxScores);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ListAsync(
            row => new ScoreDetail(
                ScoreCard.Read(row), row.Value<Guid>(Authorisation) is { } id ? limits.GetValueOrDefault(id) : null,
                HintsOf(shelf, row.GetString(Sha), row.Text(Inputs)), row.IsDBNull(Inputs), OtherVersion.Read(row, CurrentPack)),
            ct);
    }

    private static HintList? HintsOf(PackShelf shelf, string sha256, string? inputs) =>
        inputs is not null && shelf.Find(sha256) is { } pack && StoredInputs.Read(pack, inputs) is { } row ? new HintFinder(pack).Find(row) : null;
}

/// <summary>The city's current version of a score, beside the one that a bank keeps to (现行版本).</summary>
internal sealed record OtherVersion(string Pack, string Version, int Points)
{
    public static OtherVersion? Read(NpgsqlDataReader row, int at) => row.Text(at) is { } pack ? new OtherVersion(pack, row.GetString(at + 1), row.GetInt32(at + 2)) : null;
}

/// <summary>A flag on the enterprise that a bank's look would show (关联提示): how many firms goods or guarantees go round among.</summary>
internal sealed record RingCard(string Bank, string Kind, int Size, decimal AmountYuan)
{
    public static async Task<IReadOnlyList<RingCard>> ListAsync(SessionDatabase database, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await session.ListAsync(
            "select coalesce(b.name, r.bank_uscc), r.kind, r.size, r.amount_yuan from scoring.own_rings() r left join lending.bank b on b.uscc = r.bank_uscc",
            static r => new RingCard(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetDecimal(3)), ct);
    }
}

/// <summary>An indicative limit with every number of the sum (参考额度): the enterprise alone sees them all.</summary>
internal sealed record LimitCard(
    Guid AuthorisationId, string Status, decimal? AmountYuan, string? PolicyVersion, bool PolicyIsOwn, decimal? CapYuan, decimal? FloorYuan, decimal? Share, decimal? Factor,
    decimal? RevenueYuan, DateOnly RevenueAsOf, decimal BalanceYuan, DateOnly BalancesOn, DateOnly ValidUntil, bool Invented, string Bank)
{
    public static Task<List<LimitCard>> ListAsync(SessionTransaction session, CancellationToken ct) => ListAsync(session, "lending.own_limits()", ct);

    /// <summary>With the versions that banks keep to.</summary>
    public static Task<List<LimitCard>> ListPinnedAsync(SessionTransaction session, CancellationToken ct) => ListAsync(session, "lending.own_pinned_limits()", ct);

    private static Task<List<LimitCard>> ListAsync(SessionTransaction session, string function, CancellationToken ct) => session.ListAsync(
        $"""
        select l.authorisation_id, l.status, l.amount_yuan, l.policy_version, l.policy_is_own, l.product_cap_yuan, l.floor_yuan, l.revenue_share, l.band_factor,
            l.revenue_yuan, l.revenue_as_of, l.balance_yuan, l.balances_on, l.valid_until, coalesce(l.invented, true), coalesce(b.name, a.bank_uscc)
        from {function} l
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
