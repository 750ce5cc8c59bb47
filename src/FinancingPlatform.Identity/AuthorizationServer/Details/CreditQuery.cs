using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Consent.Texts;

namespace FinancingPlatform.Identity.AuthorizationServer.Details;

/// <summary>
/// <c>authorization_details</c> of type <c>credit-query</c> (信用查询授权请求), RFC 9396: what a bank asks an enterprise to sign, and what a token says was
/// signed. Its members are the terms of the authorisation, no more.
/// </summary>
public sealed record CreditQuery
{
    /// <summary>The one type there is.</summary>
    public const string TypeName = "credit-query";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The API for which it is meant (RFC 9396 section 2.2); absent or the bank API's address.</summary>
    public IReadOnlyList<string>? Locations { get; init; }

    /// <summary>The enterprise that is asked; absent: whoever signs in.</summary>
    public string? Uscc { get; init; }

    /// <summary>Version of the shared-information list.</summary>
    public required string CatalogueVersion { get; init; }

    /// <summary>Item codes.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>look, return, training. The enterprise ticks each itself and may tick fewer.</summary>
    public required IReadOnlyList<string> Legs { get; init; }

    /// <summary>First day; only in what was granted.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day, yyyy-MM-dd.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>Number of looks; 1 is a one-time authorisation.</summary>
    public required int MaxUses { get; init; }

    /// <summary>Number of the signed authorisation; only in what was granted.</summary>
    public Guid? Authorisation { get; init; }

    /// <summary>Stands for details that this API does not understand: they allow nothing.</summary>
    internal static CreditQuery Nothing { get; } = new() { Type = TypeName, CatalogueVersion = string.Empty, Items = [], Purpose = string.Empty, Legs = [], ValidTo = DateOnly.MinValue, MaxUses = 0 };

    /// <summary>True when a look at this enterprise, for this purpose and these items stays within what was granted. The gate decides besides.</summary>
    public bool Covers(string uscc, string purpose, IReadOnlyCollection<string> items) =>
        Uscc == uscc && Purpose == purpose && Legs.Contains(Look) && items.All(item => Items.Contains(item, StringComparer.Ordinal));

    /// <summary>The ticks as asked for.</summary>
    [JsonIgnore]
    public AuthorisationLegs AskedLegs => new(Legs.Contains(Look), Legs.Contains(Return), Legs.Contains(TrainingLeg));

    private const string Look = "look";
    private const string Return = "return";
    private const string TrainingLeg = "training";

    /// <summary>Names of the legs as the details write them.</summary>
    internal static IReadOnlyList<string> LegNames { get; } = [Look, Return, TrainingLeg];

    /// <summary>The terms that a signature would cover.</summary>
    public AuthorisationTerms Terms(Guid id, string uscc, string bank, DateOnly today) => new(
        id, uscc, bank, CatalogueVersion, [.. Items.Order(StringComparer.Ordinal)], Purpose, AskedLegs, today, ValidTo, MaxUses);

    /// <summary>What was granted: these terms and no others.</summary>
    public static CreditQuery Granted(AuthorisationTerms terms, string location)
    {
        ArgumentNullException.ThrowIfNull(terms);
        string[] legs = [.. new[] { (terms.Legs.Look, Look), (terms.Legs.Return, Return), (terms.Legs.Training, TrainingLeg) }.Where(l => l.Item1).Select(l => l.Item2)];
        return new CreditQuery
        {
            Type = TypeName,
            Locations = [location],
            Uscc = terms.Uscc,
            CatalogueVersion = terms.CatalogueVersion,
            Items = terms.Items,
            Purpose = terms.Purpose,
            Legs = legs,
            ValidFrom = terms.ValidFrom,
            ValidTo = terms.ValidTo,
            MaxUses = terms.MaxUses,
            Authorisation = terms.Id,
        };
    }

    /// <summary>The JSON array that travels.</summary>
    public string ToJson() => JsonSerializer.Serialize([this], DetailsJson.Default.CreditQueryArray);

    /// <summary>Reads the array of a request: exactly one entry, nothing unknown in it (RFC 9396 section 5); null when it is anything else.</summary>
    public static CreditQuery? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DetailsJson.Default.CreditQueryArray) is [{ Type: TypeName } query] ? query : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>JSON of the details: snake case, unknown and duplicate members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(CreditQuery[]))]
internal sealed partial class DetailsJson : JsonSerializerContext;
