using FinancingPlatform.Consent;
using FinancingPlatform.Exchange.Intake;
using static FinancingPlatform.Lending.Intake.NodeStatement;

namespace FinancingPlatform.Lending.Intake;

/// <summary>Takes in loans at a node (放款收报): under a known line, never above it (rule C1), whoever says so.</summary>
/// <param name="correction">True for new versions of notes that came before.</param>
internal sealed class LoanIntake(bool correction) : IIntakeHandler
{
    private static readonly string s_room = LendingSql.Read("NodeLineRoom.sql");
    private static readonly string s_insert = LendingSql.Read("NodeLoanInsert.sql");
    private static readonly string s_correct = LendingSql.Read("NodeLoanCorrect.sql");
    private static readonly string s_settle = LendingSql.Read("NodeRenewalSettle.sql");
    private static readonly string s_same = LendingSql.Read("NodeLoanSame.sql");

    public string Kind => correction ? "loan" + Corrected : "loan";

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (LendingJson.Read(context.Payload, LendingJson.Default.LoanMessage) is not { AmountYuan: > 0 } loan
            || loan.Version > 1 != correction || loan.Backfill == loan.BalanceYuan is null || loan.BalanceYuan > loan.AmountYuan
            || (loan.Renewal is null) != (loan.RenewedLoanId is null))
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
        return fault is not null ? IntakeOutcome.Refused(fault)
            : correction ? await CorrectAsync(context, loan, cancellationToken)
            : await KeepAsync(context, loan, cancellationToken);
    }

    private static async Task<string?> LineFaultAsync(IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await using var command = Command(
            context, s_room, Value(loan.CreditLineId), Value(loan.BankUscc), Value(loan.Uscc), Value(loan.AuthorisationId), Value(loan.Id), Value(loan.RenewedLoanId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return UnknownLine;
        }

        var room = reader.GetDecimal(0);
        if (loan.Renewal is "no-repayment")
        {
            if (loan.Version == 1 && (await reader.IsDBNullAsync(1, cancellationToken) || reader.GetDecimal(1) < loan.AmountYuan))
            {
                return await IsSameAsync(reader, context, loan, cancellationToken) ? null : RenewalExceedsBalance;
            }

            return reader.GetBoolean(2) || room >= loan.AmountYuan ? null : LineExceeded;
        }

        var needed = reader.GetBoolean(3) ? (loan.BalanceYuan ?? loan.AmountYuan) - reader.GetDecimal(4) : loan.AmountYuan;
        return room >= needed ? null : LineExceeded;
    }

    // A renewal that comes a second time finds its old note settled by itself.
    private static async Task<bool> IsSameAsync(System.Data.Common.DbDataReader open, IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await open.CloseAsync();
        await using var same = Command(context, s_same, Value(loan.Id), Value(loan.BankUscc), Value(loan.NoteNo), Value(loan.AmountYuan));
        return await same.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<IntakeOutcome> CorrectAsync(IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await using var correct = Command(
            context, s_correct, Value(loan.Id), Value(loan.Uscc), Value(loan.BankUscc), Value(loan.AmountYuan), Value(loan.BalanceYuan ?? loan.AmountYuan),
            Value(loan.DisbursedOn), Value(loan.DueOn), Value(loan.AnnualRatePercent), Value(loan.LoanType), Value(loan.FirstLoan), Value(loan.Inclusive),
            Value(loan.Backfill), Value(loan.Version));
        return OutcomeOf((string)(await correct.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task<IntakeOutcome> KeepAsync(IntakeContext context, LoanMessage loan, CancellationToken cancellationToken)
    {
        await using var insert = Command(
            context, s_insert, Value(loan.Id), Value(loan.Uscc), Value(loan.BankUscc), Value(loan.ClientId), Value(loan.AuthorisationId),
            Value(loan.CreditLineId), Value(loan.LineNo), Value(loan.NoteNo), Value(loan.AmountYuan), Value(loan.AnnualRatePercent),
            Value(loan.DisbursedOn), Value(loan.DueOn), Value(loan.LoanType), Value(loan.FirstLoan), Value(loan.PostedAt.UtcDateTime),
            Value(context.ReceivedAt.UtcDateTime), Value(loan.LegalEntityUscc ?? loan.BankUscc), Value(loan.Backfill), Value(loan.Inclusive),
            Value(loan.BalanceYuan ?? loan.AmountYuan), Value(loan.Renewal), Value(loan.RenewedLoanId));
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            if (loan.Renewal is "no-repayment")
            {
                await using var settle = Command(
                    context, s_settle, Value(loan.RenewedLoanId), Value(loan.Id), Value(loan.AmountYuan), Value(loan.DisbursedOn), Value(loan.PostedAt.UtcDateTime),
                    Value(context.ReceivedAt.UtcDateTime));
                await settle.ExecuteNonQueryAsync(cancellationToken);
            }

            return IntakeOutcome.Accepted;
        }

        await using var same = Command(context, s_same, Value(loan.Id), Value(loan.BankUscc), Value(loan.NoteNo), Value(loan.AmountYuan));
        return await same.ExecuteScalarAsync(cancellationToken) is true ? IntakeOutcome.Duplicate : IntakeOutcome.Refused(NumberReused);
    }
}
