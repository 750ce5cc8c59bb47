namespace FinancingPlatform.Consent.Texts;

/// <summary>What an authorisation (信用信息查询授权) says, without who signed it and how. Everything here stands in the text that the enterprise signs.</summary>
/// <param name="Id">Number of the authorisation, made before the text is shown so that the text can name it.</param>
/// <param name="Uscc">The enterprise that authorises (授权人).</param>
/// <param name="BankUscc">The bank that receives (被授权人).</param>
/// <param name="CatalogueVersion">Version of the shared-information list that <paramref name="Items"/> belong to; a newer list extends nothing.</param>
/// <param name="Items">Item codes, distinct, in ordinal order.</param>
/// <param name="Purpose">One of <see cref="Core.Catalogue.Purpose"/>.</param>
/// <param name="Legs">What may be done, each ticked on its own.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day, inclusive.</param>
/// <param name="MaxUses">Number of looks.</param>
public sealed record AuthorisationTerms(
    Guid Id,
    string Uscc,
    string BankUscc,
    string CatalogueVersion,
    IReadOnlyList<string> Items,
    string Purpose,
    AuthorisationLegs Legs,
    DateOnly ValidFrom,
    DateOnly ValidTo,
    int MaxUses);

/// <summary>The three legs (三段授权, rule A5). None is ticked beforehand.</summary>
/// <param name="Look">查询: platform → bank.</param>
/// <param name="Return">回传: bank → platform → province → nation, until settlement.</param>
/// <param name="Training">训练: a look is not a training authorisation.</param>
public readonly record struct AuthorisationLegs(bool Look, bool Return, bool Training)
{
    /// <summary>True when at least one leg is ticked.</summary>
    public bool Any => Look || Return || Training;
}
