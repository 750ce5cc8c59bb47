using Polly.CircuitBreaker;
using Polly.Timeout;

namespace FinancingPlatform.Exchange.Relay;

// What a line throws when the other end is away; anything else is a fault of ours and stays an exception.
internal static class UpwardFaults
{
    public static bool IsUnreachable(Exception e) => e is BrokenCircuitException or TimeoutRejectedException or HttpRequestException or IOException;
}
