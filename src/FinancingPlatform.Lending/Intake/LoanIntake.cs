using FinancingPlatform.Consent;
using FinancingPlatform.Exchange.Intake;
using static FinancingPlatform.Lending.Intake.NodeStatement;

namespace FinancingPlatform.Lending.Intake;

/// <summary>Takes in loans at a node (放款收报): under a known line, never above it (rule C1), whoever says so.</summary>
internal sealed class LoanIntake : IIntakeHandler
{
    private static readonly string s_room = LendingSql.Read("NodeLineRoom.sql");
    private static readonly string s_insert = LendingSql.Read("NodeLoanInsert.sql");
    private static readonly string s_same = LendingSql.Read("NodeLoanSame.sql");

    public string Kind => "loan";

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (LendingJson.Read(context.Payload, LendingJson.Default.LoanMessage) is not { AmountYuan: > 0 } loan)
        {
            return IntakeOutcome.Refused(Malformed);
        }

        if (context.Stream != ConsentStreams.Of(loan.Uscc))
        {
            return IntakeOutcome.Refused(WrongStream);
        }

        if (loan.DueOn <= loan.DisbursedOn)
        {
            return IntakeOutcome.Refused(DatesOutOfOrder);
        }

        var fault = await ReturnFaultAsync(context, loan.AuthorisationId, loan.Uscc, loan.BankUscc, loan.PostedAt, cancellationToken)
            ?? await LineFaultAsync(context, loan, cancellationToken);
        return fault is null ? await KeepAsync(context, loan, cancellationToken) : IntakeOutcome.Refused(fault);
    }

    private static async Task<string?> LineFaultAsync(IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await using var command = Command(
            context, s_room, Value(loan.CreditLineId), Value(loan.BankUscc), Value(loan.Uscc), Value(loan.AuthorisationId), Value(loan.Id));
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            decimal room when room >= loan.AmountYuan => null,
            decimal => LineExceeded,
            _ => UnknownLine,
        };
    }

    private static async Task<IntakeOutcome> KeepAsync(IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await using var insert = Command(
            context, s_insert, Value(loan.Id), Value(loan.Uscc), Value(loan.BankUscc), Value(loan.ClientId), Value(loan.AuthorisationId),
            Value(loan.CreditLineId), Value(loan.LineNo), Value(loan.NoteNo), Value(loan.AmountYuan), Value(loan.AnnualRatePercent),
            Value(loan.DisbursedOn), Value(loan.DueOn), Value(loan.LoanType), Value(loan.FirstLoan), Value(loan.PostedAt.UtcDateTime),
            Value(context.ReceivedAt.UtcDateTime));
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return IntakeOutcome.Accepted;
        }

        await using var same = Command(context, s_same, Value(loan.Id), Value(loan.BankUscc), Value(loan.NoteNo), Value(loan.AmountYuan));
        return await same.ExecuteScalarAsync(cancellationToken) is true ? IntakeOutcome.Duplicate : IntakeOutcome.Refused(NumberReused);
    }
}
