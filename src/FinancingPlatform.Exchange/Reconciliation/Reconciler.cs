using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Reconciliation;

/// <summary>Compares what this program recorded for the node above with what that node holds (日对账), kind by kind and day by day.</summary>
public sealed class Reconciler(FiguresStore figures, Self self, string destination, INodeClient above, TimeProvider clock)
{
    /// <summary>The last days up to and including today (UTC+8), oldest first.</summary>
    public async Task<ReconciliationReport> CompareAsync(int days, CancellationToken cancellationToken)
    {
        var today = ChinaDays.Of(clock.GetUtcNow());
        var reports = new List<KindReport>();
        for (var back = Math.Clamp(days, 1, ExchangeLimits.ReconciliationDays) - 1; back >= 0; back--)
        {
            reports.AddRange(await CompareAsync(today.AddDays(-back), cancellationToken));
        }

        return new ReconciliationReport(reports.TrueForAll(r => r.Differences.Count == 0), reports);
    }

    /// <summary>One day.</summary>
    public async Task<IReadOnlyList<KindReport>> CompareAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var reports = await CompareOnceAsync(day, cancellationToken);
        // Messages on their way between the two reads make figures differ without any message differing; that passes, a fault stays.
        return reports.Any(IsUnexplained)
            ? [.. (await CompareOnceAsync(day, cancellationToken)).Select(r => IsUnexplained(r) ? r with { Differences = [new Difference(Guid.Empty, "figures-differ")] } : r)]
            : reports;
    }

    private static bool IsUnexplained(KindReport report) =>
        report.Differences.Count == 0 && !Comparison.Alike(new KindFigures(report.Kind, report.Count, report.Sum, report.Digest), report.Above);

    private async Task<List<KindReport>> CompareOnceAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var own = (await figures.SentAsync(destination, day, cancellationToken)).ToDictionary(k => k.Kind, StringComparer.Ordinal);
        var held = (await above.GetReconciliationAsync(self.Party, day, cancellationToken)).Kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
        var reports = new List<KindReport>();
        foreach (var kind in own.Keys.Union(held.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (here, there) = (own.GetValueOrDefault(kind), held.GetValueOrDefault(kind));
            var differences = Comparison.Alike(here, there) ? [] : await DifferencesAsync(day, kind, cancellationToken);
            reports.Add(new KindReport(destination, kind, day, here?.Count ?? 0, here?.Sum ?? 0, here?.Digest ?? "", there, differences));
        }

        return reports;
    }

    private async Task<IReadOnlyList<Difference>> DifferencesAsync(DateOnly day, string kind, CancellationToken cancellationToken)
    {
        var own = await PagesAsync(after => figures.SentMessagesAsync(destination, day, kind, after, cancellationToken), m => m.MessageId);
        var held = await PagesAsync(after => above.GetReconciliationMessagesAsync(self.Party, day, kind, after, cancellationToken), m => m.MessageId);
        return [.. Comparison.Differences(own, held).Take(ExchangeLimits.DifferencesListed)];
    }

    private static async Task<List<T>> PagesAsync<T>(Func<Guid?, Task<IReadOnlyList<T>>> page, Func<T, Guid> id)
    {
        var all = new List<T>();
        for (var pages = 0; pages < ExchangeLimits.ListingPages; pages++)
        {
            var rows = await page(all.Count == 0 ? null : id(all[^1]));
            all.AddRange(rows);
            if (rows.Count < ExchangeLimits.ListingPage)
            {
                return all;
            }
        }

        throw new InvalidOperationException($"More than {ExchangeLimits.ListingPages * ExchangeLimits.ListingPage} messages of one kind on one day: compare a copy of both tables instead.");
    }
}
