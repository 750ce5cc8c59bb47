using FinancingPlatform.Scoring.Features.Catalogue;

namespace FinancingPlatform.Scoring.Features;

/// <summary>Every feature of the platform (特征目录). A pack names those it uses; their order is the pack's.</summary>
public static class FeatureCatalogue
{
    /// <summary>Features over items of mode public and the registry; known of every enterprise.</summary>
    public static IReadOnlyList<Feature> Public { get; } = [.. ListFeatures.All, .. CourtFeatures.All, .. AssetFeatures.Public, .. RegistryFeatures.Public];

    /// <summary>Features over items that need an authorisation.</summary>
    public static IReadOnlyList<Feature> Authorised { get; } =
        [.. InvoiceFeatures.All, .. TaxFeatures.All, .. StaffFeatures.All, .. UtilityFeatures.All, .. AssetFeatures.Authorised, .. LoanFeatures.All, .. RegistryFeatures.Authorised];

    /// <summary>Every feature that new packs are made of.</summary>
    public static IReadOnlyList<Feature> All { get; } = [.. Authorised, .. Public];

    /// <summary>
    /// Features that said the same as another (已停用特征). No new pack learns from one, but what was declared once keeps its meaning: a city's own pack or
    /// a bank's joint model that reads it is computed as before.
    /// </summary>
    public static IReadOnlyList<Feature> Retired { get; } = [.. InvoiceFeatures.Retired, .. StaffFeatures.Retired];

    /// <summary>The feature of that name, retired or not; or null.</summary>
    public static Feature? Find(string name) => All.FirstOrDefault(f => f.Name == name) ?? Retired.FirstOrDefault(f => f.Name == name);
}
