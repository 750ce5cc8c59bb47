using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary>What <c>fp model city</c> tells a person: what was learnt from what, what was left out and why, and what to do next.</summary>
internal static class CityNotes
{
    /// <summary>The lines of the answer.</summary>
    public static IEnumerable<string> Of(string folder, ScoringPack pack, CityRowsResult rows, CityTraining made)
    {
        var (manifest, m) = (pack.Manifest, made.Metrics);
        var bad = rows.Table.Labels.Count(l => l > 0);
        yield return string.Create(CultureInfo.InvariantCulture, $"{manifest.Name} {manifest.Version} ({manifest.Kind.ToString().ToLowerInvariant()}) in {folder}, sha256 {pack.Sha256}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  rows        {m.Rows}, {bad} of them bad; {rows.LeftOut} outcomes without a row; {rows.Authorisations} training authorisations");
        yield return string.Create(CultureInfo.InvariantCulture, $"  held out    AUC {m.Auc:0.0000}, KS {m.Ks:0.0000}, calibration error {m.Ece:0.0000}; card.md compares {made.Groups.Count} groups by size, sector and district");
        yield return $"  learnt from {made.Columns.Count} features: {string.Join(", ", made.Columns.Select(c => c.Name))}";
        if (made.Unknown.Count > 0)
        {
            yield return $"  left out    known of nobody on the days of the outcomes (the city received the item later, or never): {string.Join(", ", made.Unknown)}";
        }

        if (made.Constant.Except(made.Unknown).ToList() is { Count: > 0 } same)
        {
            yield return $"  left out    the same for everybody: {string.Join(", ", same)}";
        }

        yield return "Next: copy the folder into models/ and start ./run again (in production into models/ beside the portal, the worker and fp). It is entered as candidate;";
        yield return "two operators take it further on /operator/models, and it becomes nothing before it ran beside the champion.";
    }

    /// <summary>The value, or the error with what a person who trains a city's pack can do about it.</summary>
    public static T Need<T>(Result<T> result, IReadOnlyList<string> items) =>
        result.IsOk ? result.Value : throw new CliException(result.Error.MessageEn, result.Error.Field ?? result.Error.Code, Advice(result.Error.Field ?? string.Empty, items));

    private static string Advice(string field, IReadOnlyList<string> items) =>
        field.StartsWith("item ", StringComparison.Ordinal) ? $"Items to choose from: {string.Join(", ", CityRows.Items)}. Public items are read in any case."
        : field != "outcomes" ? "Mend the place that is named and run it again."
        : items.Count > 0 ? "Enterprises give the training leg with their authorisation of a bank; without --items a public pack is made, which needs none."
        : "Check that the codes are those of enterprises of this city.";
}
