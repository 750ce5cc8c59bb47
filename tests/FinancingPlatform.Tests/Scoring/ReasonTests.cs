using System.Text.Json;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Which reasons a score gets, for one row and for a block of rows.</summary>
public sealed class ReasonTests
{
    private const int Rows = 200;
    private static readonly ScoringPack s_pack = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void The_weightiest_shares_come_first_and_of_two_alike_the_earlier_name()
    {
        var (finder, explainer) = (new ReasonFinder(s_pack), new ShapleyExplainer(s_pack.Model));
        var shares = new double[s_pack.Features.Count];
        foreach (var row in RandomRows())
        {
            explainer.Explain(row, shares);
            var slope = s_pack.Calibration.SlopeBetween((float)explainer.Bias, s_pack.Model.Margin(row));
            var expected = shares
                .Select((share, i) => (s_pack.Features[i].Name, Points: (int)Math.Round(-s_pack.Scale.Factor * slope * share, MidpointRounding.AwayFromZero)))
                .Where(s => s.Points != 0)
                .OrderByDescending(s => Math.Abs(s.Points))
                .ThenBy(s => s.Name, StringComparer.Ordinal)
                .Take(ReasonFinder.MaxReasons);

            finder.Find(row).Select(r => (r.Feature, r.Points)).ShouldBe(expected);
        }
    }

    [Fact]
    public void The_reasons_of_a_block_of_rows_are_those_of_each_row_alone()
    {
        var rows = RandomRows().ToList();
        var margins = rows.Select(row => s_pack.Model.Margin(row)).ToArray();
        var (texts, places) = (new List<string>(), new List<int>());

        new ReasonFinder(s_pack).Write(rows.SelectMany(row => row).ToArray(), margins, texts, places);

        var alone = new ReasonFinder(s_pack);
        places.Select(place => JsonSerializer.Deserialize<Reason[]>(texts[place - 1], s_json)).ShouldBe(rows.Select(row => alone.Find(row).ToArray()), new SameReasons());
        texts.Distinct().Count().ShouldBe(texts.Count);
        texts.Count.ShouldBeLessThan(rows.Count, "rows of which the same is to be said share a text");
    }

    /// <summary>Some unknown, most within what enterprises have, every magnitude; every tenth as one before.</summary>
    private static IEnumerable<float[]> RandomRows()
    {
        var random = new Random(11);
        var first = Array.Empty<float>();
        for (var i = 0; i < Rows; i++)
        {
            if (i % 10 == 9)
            {
                yield return first;
                continue;
            }

            yield return first = [.. s_pack.Features.Select(_ => random.Next(4) == 0 ? float.NaN : (float)(random.Next(2) * Math.Pow(10, random.Next(-2, 8)) * random.NextDouble()))];
        }
    }

    private sealed class SameReasons : IEqualityComparer<Reason[]?>
    {
        public bool Equals(Reason[]? x, Reason[]? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(Reason[]? reasons) => reasons?.Length ?? 0;
    }
}
