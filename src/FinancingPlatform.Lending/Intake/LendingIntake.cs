using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Intake;

namespace FinancingPlatform.Lending.Intake;

/// <summary>The message kinds of this part, for a node's host to register (贷款收报登记).</summary>
public static class LendingIntake
{
    private static readonly string[] s_events = ["repayment", "overdue", "classification", "write-off", "extension"];

    /// <summary>The handlers.</summary>
    /// <param name="trust">Keys of the outside world. None counts here: a fact stands under an authorisation that the node verified.</param>
    public static IIntakeHandler[] Handlers(IReadOnlyList<VerificationKey> trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        bool[] both = [false, true];
        return
        [
            .. both.Select(correction => new CreditLineIntake(correction)),
            .. both.Select(correction => new LoanIntake(correction)),
            .. s_events.SelectMany(fact => both.Select(correction => new LoanEventIntake(fact, correction))),
        ];
    }
}
