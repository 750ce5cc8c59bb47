using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>What the signed-in enterprise's first page shows (企业概况).</summary>
internal sealed record EnterpriseOverview(
    EnterpriseCard Card, IReadOnlyList<ScoreCard> Scores, IReadOnlyList<LineCard> Lines, IReadOnlyList<LoanCard> Loans)
{
    /// <summary>Lines, and loans, on the page; a micro firm has a handful.</summary>
    public const int MaxRows = 50;

    /// <summary>Reads it; null when the session is no enterprise's any more.</summary>
    public static async Task<EnterpriseOverview?> ReadAsync(SessionDatabase database, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Script(AuthorisationRow.Sql("overview"), "rows", MaxRows);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var card = EnterpriseCard.Read(reader);
        await reader.NextResultAsync(ct);
        var scores = await reader.ListAsync(ScoreCard.Read, ct);
        await reader.NextResultAsync(ct);
        var lines = await reader.ListAsync(LineCard.Read, ct);
        await reader.NextResultAsync(ct);
        var loans = await reader.ListAsync(LoanCard.Read, ct);
        return new EnterpriseOverview(card, scores, lines, loans);
    }
}

/// <summary>The enterprise in the registry and its real-name level (登记信息与实名等级).</summary>
internal sealed record EnterpriseCard(
    string Uscc, string Name, string? LegalRepresentative, string Status, string? Division, string? Industry, string Size,
    int Level, string? Method, DateTime? VerifiedAt, DateOnly? ValidUntil)
{
    public static EnterpriseCard Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.Text(2), row.GetString(3), row.Text(4), row.Text(5), row.GetString(6),
        row.GetInt32(7), row.Text(8), row.Value<DateTime>(9), row.Value<DateOnly>(10));
}

/// <summary>A score (评分, rule A2): public for everyone, or full under one bank's authorisation.</summary>
internal sealed record ScoreCard(
    string Kind, string Pack, string PackVersion, DateOnly AsOf, DateTime ComputedAt, int Points, string Grade, bool Demonstration,
    IReadOnlyList<ScoreReason> Reasons, string? Bank)
{
    public static ScoreCard Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetDateTime(4), row.GetInt32(5), row.GetString(6),
        row.GetBoolean(7), ScoreReason.List(row.GetString(8)), row.Text(9));
}

/// <summary>Why the score is what it is (评分原因): what moved it, by how many points.</summary>
internal sealed record ScoreReason(
    [property: JsonPropertyName("feature")] string Feature,
    [property: JsonPropertyName("zh")] string Zh,
    [property: JsonPropertyName("en")] string En,
    [property: JsonPropertyName("points")] double Points,
    [property: JsonPropertyName("disputed")] bool Disputed = false)
{
    public static IReadOnlyList<ScoreReason> List(string json) => JsonSerializer.Deserialize<List<ScoreReason>>(json) ?? [];
}

/// <summary>A credit line (授信) as the bank posted it, with what is used of it.</summary>
internal sealed record LineCard(
    Guid Id, string LineNo, string Bank, decimal AmountYuan, decimal RatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind, decimal UsedYuan)
{
    public static LineCard Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetDecimal(4),
        row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(6), row.GetString(7), row.GetDecimal(8));
}

/// <summary>A loan note (借据) as the bank posted it.</summary>
internal sealed record LoanCard(
    Guid LineId, string NoteNo, decimal AmountYuan, decimal BalanceYuan, DateOnly DisbursedOn, DateOnly DueOn, decimal RatePercent, string Type, bool FirstLoan)
{
    public static LoanCard Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetDecimal(2), row.GetDecimal(3), row.GetFieldValue<DateOnly>(4),
        row.GetFieldValue<DateOnly>(5), row.GetDecimal(6), row.GetString(7), row.GetBoolean(8));
}
