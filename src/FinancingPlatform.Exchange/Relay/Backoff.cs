namespace FinancingPlatform.Exchange.Relay;

// Exponential with full jitter: many relays that lost the same node must not come back in step.
internal static class Backoff
{
    private const int LargestExponent = 20;

    public static TimeSpan After(int failures, double random)
    {
        var ceiling = Math.Min(ExchangeLimits.BackoffLongest.TotalMilliseconds, ExchangeLimits.BackoffFirst.TotalMilliseconds * Math.Pow(2, Math.Clamp(failures, 0, LargestExponent)));
        return TimeSpan.FromMilliseconds(Math.Max(ExchangeLimits.BackoffFirst.TotalMilliseconds / 2, ceiling * random));
    }
}
