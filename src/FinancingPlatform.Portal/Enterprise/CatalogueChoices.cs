using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>A bank that can be authorised (可授权银行).</summary>
internal sealed record BankChoice(string Uscc, string Name);

/// <summary>An item of the catalogue (目录信息项).</summary>
internal sealed record ItemChoice(string Version, string Code, string Class, string NameZh, string NameEn, string Supplier, string Mode)
{
    /// <summary>Public items need no authorisation; they are named so that nobody wonders.</summary>
    public bool IsPublic => Mode == "public";
}

/// <summary>What the form offers (授权表单选项): banks and the newest catalogue version, and words for every item code ever used.</summary>
internal sealed record CatalogueChoices(
    int Level, IReadOnlyList<BankChoice> Banks, IReadOnlyList<ItemChoice> Items, IReadOnlyDictionary<string, (string Zh, string En)> Words)
{
    /// <summary>The version of the offered items; null when no catalogue is loaded.</summary>
    public string? Version => Items is [var first, ..] ? first.Version : null;

    /// <summary>Item codes in the page's language; a code without words stays as it is.</summary>
    public string InWords(PageLanguage language, IEnumerable<string> codes) => string.Join(
        language.Tongue == PageTongue.English ? ", " : "、",
        codes.Select(code => Words.TryGetValue(code, out var words) ? language.Pick(words.Zh, words.En) : code));

    public static async Task<CatalogueChoices> ReadAsync(SessionDatabase database, DateOnly today, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Script(AuthorisationRow.Sql("catalogue"), "today", today);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var level = reader.GetInt32(0);
        await reader.NextResultAsync(ct);
        var banks = await reader.ListAsync(static r => new BankChoice(r.GetString(0), r.GetString(1)), ct);
        await reader.NextResultAsync(ct);
        var items = await reader.ListAsync(
            static r => new ItemChoice(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), ct);
        await reader.NextResultAsync(ct);
        var words = await reader.ListAsync(static r => (Code: r.GetString(0), Zh: r.GetString(1), En: r.GetString(2)), ct);
        return new CatalogueChoices(level, banks, items, words.ToDictionary(static w => w.Code, static w => (w.Zh, w.En), StringComparer.Ordinal));
    }
}
