using System.Globalization;
using System.Text.Json.Serialization;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>What an enterprise fills in to authorise a bank (授权表单), from the page's form or as JSON. Nothing in it is chosen beforehand.</summary>
public sealed record AuthorisationForm
{
    /// <summary>The bank.</summary>
    [JsonPropertyName("bank_uscc")]
    public string? BankUscc { get; init; }

    /// <summary>Catalogue version that the items were offered from.</summary>
    [JsonPropertyName("catalogue_version")]
    public string? CatalogueVersion { get; init; }

    /// <summary>Item codes.</summary>
    [JsonPropertyName("items")]
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>Purpose code.</summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>查询.</summary>
    [JsonPropertyName("leg_look")]
    public bool LegLook { get; init; }

    /// <summary>回传.</summary>
    [JsonPropertyName("leg_return")]
    public bool LegReturn { get; init; }

    /// <summary>训练.</summary>
    [JsonPropertyName("leg_training")]
    public bool LegTraining { get; init; }

    /// <summary>Last day, yyyy-MM-dd.</summary>
    [JsonPropertyName("valid_to")]
    public string? ValidTo { get; init; }

    /// <summary>Number of looks, as typed.</summary>
    [JsonPropertyName("max_uses")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int? MaxUses { get; init; }

    /// <summary>The request that the rules check; what is missing or unreadable is an error of its field.</summary>
    internal Result<AuthorisationRequest> ToRequest()
    {
        if (string.IsNullOrEmpty(BankUscc))
        {
            return Missing("bank_uscc");
        }

        if (string.IsNullOrEmpty(Purpose))
        {
            return Missing("purpose");
        }

        if (!DateOnly.TryParseExact(ValidTo, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var validTo))
        {
            return Missing("valid_to");
        }

        return MaxUses is not { } uses
            ? Missing("max_uses")
            : new AuthorisationRequest(
                BankUscc, CatalogueVersion ?? "", Items ?? [], Purpose, new AuthorisationLegs(LegLook, LegReturn, LegTraining), ValidFrom: null, validTo, uses);
    }

    private static Error Missing(string field) =>
        new(ErrorKind.Invalid, "field-missing", AuthorisationFormTexts.MissingValue.Zh, AuthorisationFormTexts.MissingValue.En) { Field = field };
}
