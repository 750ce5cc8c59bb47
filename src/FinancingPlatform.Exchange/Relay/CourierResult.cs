using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Relay;

// What became of one batch on its way: exactly one of three.
internal abstract record CourierResult
{
    private CourierResult()
    {
    }

    // The node answered with a receipt that verifies.
    public sealed record Answered(BatchReceipt Receipt) : CourierResult;

    // The node refuses the batch as it is; sending the same again can't help.
    public sealed record Refused(string Code) : CourierResult;

    // It may work later: nothing is known to have been kept.
    public sealed record Later(string Reason, TimeSpan? RetryAfter) : CourierResult;
}
