using FinancingPlatform.Consent;
using FinancingPlatform.Exchange.Intake;
using static FinancingPlatform.Lending.Intake.NodeStatement;

namespace FinancingPlatform.Lending.Intake;

/// <summary>Takes in what became of a loan at a node (贷后收报): under a known note, never more repaid than was lent.</summary>
/// <param name="fact">repayment, overdue, classification, write-off or extension.</param>
/// <param name="correction">True for new versions of what came before.</param>
internal sealed class LoanEventIntake(string fact, bool correction) : IIntakeHandler
{
    private static readonly string s_put = LendingSql.Read("NodeLoanEventPut.sql");

    public string Kind => correction ? fact + Corrected : fact;

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (LendingJson.Read(context.Payload, LendingJson.Default.LoanEventMessage) is not { } message
            || message.Version > 1 != correction || (fact is "repayment" && message.PrincipalYuan is not >= 0))
        {
            return IntakeOutcome.Refused(Malformed);
        }

        if (context.Stream != ConsentStreams.Of(message.Uscc))
        {
            return IntakeOutcome.Refused(WrongStream);
        }

        if (await ReturnFaultAsync(context, message.AuthorisationId, message.Uscc, message.BankUscc, message.PostedAt, cancellationToken) is { } fault)
        {
            return IntakeOutcome.Refused(fault);
        }

        await using var put = Command(
            context, s_put, Value(message.Id), Value(message.LoanId), Value(message.Uscc), Value(fact), Value(message.EventNo), Value(message.OccurredOn),
            Value(message.PrincipalYuan), Value(message.InterestYuan), Value(message.BalanceYuan), Value(message.Payer), Value(message.OverdueDays),
            Value(message.FiveClass), Value(message.DueOn), Value(message.Distress), Value(message.Withdrawn), Value(message.Version),
            Value(message.PostedAt.UtcDateTime), Value(context.ReceivedAt.UtcDateTime));
        return OutcomeOf((string)(await put.ExecuteScalarAsync(cancellationToken))!);
    }
}
