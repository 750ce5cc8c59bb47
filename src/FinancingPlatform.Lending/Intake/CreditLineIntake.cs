using FinancingPlatform.Consent;
using FinancingPlatform.Exchange.Intake;
using static FinancingPlatform.Lending.Intake.NodeStatement;

namespace FinancingPlatform.Lending.Intake;

/// <summary>Takes in credit lines at a node (授信收报).</summary>
/// <param name="correction">True for new versions of lines that came before.</param>
internal sealed class CreditLineIntake(bool correction) : IIntakeHandler
{
    private static readonly string s_insert = LendingSql.Read("NodeCreditLineInsert.sql");
    private static readonly string s_correct = LendingSql.Read("NodeCreditLineCorrect.sql");
    private static readonly string s_same = LendingSql.Read("NodeCreditLineSame.sql");

    public string Kind => correction ? "credit-line" + Corrected : "credit-line";

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (LendingJson.Read(context.Payload, LendingJson.Default.CreditLineMessage) is not { AmountYuan: > 0 } line || line.Version > 1 != correction)
        {
            return IntakeOutcome.Refused(Malformed);
        }

        if (context.Stream != ConsentStreams.Of(line.Uscc))
        {
            return IntakeOutcome.Refused(WrongStream);
        }

        if (await ReturnFaultAsync(context, line.AuthorisationId, line.Uscc, line.BankUscc, line.PostedAt, cancellationToken) is { } fault)
        {
            return IntakeOutcome.Refused(fault);
        }

        return correction ? await CorrectAsync(context, line, cancellationToken) : await KeepAsync(context, line, cancellationToken);
    }

    private static async Task<IntakeOutcome> CorrectAsync(IntakeContext context, CreditLineMessage line, CancellationToken cancellationToken)
    {
        await using var correct = Command(
            context, s_correct, Value(line.Id), Value(line.Uscc), Value(line.BankUscc), Value(line.AuthorisationId), Value(line.AmountYuan),
            Value(line.AnnualRatePercent), Value(line.ValidFrom), Value(line.ValidTo), Value(line.Kind), Value(line.Backfill), Value(line.Version));
        return OutcomeOf((string)(await correct.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task<IntakeOutcome> KeepAsync(IntakeContext context, CreditLineMessage line, CancellationToken cancellationToken)
    {
        await using var insert = Command(
            context, s_insert, Value(line.Id), Value(line.Uscc), Value(line.BankUscc), Value(line.ClientId), Value(line.AuthorisationId), Value(line.LineNo),
            Value(line.AmountYuan), Value(line.AnnualRatePercent), Value(line.ValidFrom), Value(line.ValidTo), Value(line.Kind),
            Value(line.PostedAt.UtcDateTime), Value(context.ReceivedAt.UtcDateTime),
            Value(line.LegalEntityUscc ?? line.BankUscc), Value(line.Backfill));
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return IntakeOutcome.Accepted;
        }

        await using var same = Command(context, s_same, Value(line.Id), Value(line.BankUscc), Value(line.LineNo), Value(line.AmountYuan));
        return await same.ExecuteScalarAsync(cancellationToken) is true ? IntakeOutcome.Duplicate : IntakeOutcome.Refused(NumberReused);
    }
}
