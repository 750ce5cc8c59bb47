using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Lending.Posts;

/// <summary>What any event of a note carries (借据事件).</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number, unique within the note: the event sent again is found by it.</param>
/// <param name="OccurredOn">The day.</param>
/// <param name="Correction">Reason, when this is a new version of an event posted before.</param>
/// <param name="Withdrawn">With a correction: the event never happened.</param>
public abstract record LoanEvent(string NoteNo, string EventNo, DateOnly OccurredOn, string? Correction, bool Withdrawn) : IPost
{
    /// <inheritdoc/>
    public abstract string PostKind();

    /// <inheritdoc/>
    public abstract string ToJson();

    /// <summary>What the event's own fields must satisfy; null when they do.</summary>
    internal abstract Error? FirstFault();

    /// <inheritdoc/>
    public Result Check() => PostRules.Check(this);
}

/// <summary>A repayment (还款).</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number.</param>
/// <param name="OccurredOn">The day.</param>
/// <param name="PrincipalYuan">Principal in yuan.</param>
/// <param name="InterestYuan">Interest in yuan.</param>
/// <param name="BalanceYuan">What is owed after it, in yuan; the arithmetic is checked.</param>
/// <param name="Payer"><c>borrower</c>, or <c>guarantor</c> (代偿).</param>
/// <param name="Correction">Reason of a correction.</param>
/// <param name="Withdrawn">It never happened.</param>
public sealed record Repayment(
    string NoteNo, string EventNo, DateOnly OccurredOn, decimal PrincipalYuan, decimal InterestYuan, decimal BalanceYuan, string Payer = "borrower",
    string? Correction = null, bool Withdrawn = false) : LoanEvent(NoteNo, EventNo, OccurredOn, Correction, Withdrawn)
{
    /// <inheritdoc/>
    public override string PostKind() => "repayment";

    /// <inheritdoc/>
    public override string ToJson() => PostJson.Write(this, PostJson.Default.Repayment);

    internal override Error? FirstFault() =>
        PostRules.Owed("principal", PrincipalYuan) ?? PostRules.Owed("interest", InterestYuan) ?? PostRules.Owed("balance", BalanceYuan)
        ?? PostRules.OneOf("payer", Payer, PostRules.Payers)
        ?? (PrincipalYuan + InterestYuan > 0 ? null : LendingErrors.Field("principal", "amount-invalid", "本金与利息不能同时为零。", "Principal and interest cannot both be zero."));
}

/// <summary>Overdue as of a day (逾期); zero days and zero principal say that it is over.</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number.</param>
/// <param name="OccurredOn">As of this day.</param>
/// <param name="OverdueDays">Days past due.</param>
/// <param name="PrincipalYuan">Principal past due in yuan.</param>
/// <param name="InterestYuan">Interest past due in yuan.</param>
/// <param name="Correction">Reason of a correction.</param>
/// <param name="Withdrawn">It never happened.</param>
public sealed record Overdue(
    string NoteNo, string EventNo, DateOnly OccurredOn, int OverdueDays, decimal PrincipalYuan, decimal InterestYuan, string? Correction = null, bool Withdrawn = false)
    : LoanEvent(NoteNo, EventNo, OccurredOn, Correction, Withdrawn)
{
    /// <inheritdoc/>
    public override string PostKind() => "overdue";

    /// <inheritdoc/>
    public override string ToJson() => PostJson.Write(this, PostJson.Default.Overdue);

    internal override Error? FirstFault() =>
        PostRules.Owed("principal", PrincipalYuan) ?? PostRules.Owed("interest", InterestYuan)
        ?? (OverdueDays is >= 0 and <= PostRules.MaxOverdueDays && (OverdueDays > 0) == (PrincipalYuan + InterestYuan > 0)
            ? null
            : LendingErrors.Field(
                "overdue_days", "overdue-invalid", "逾期天数为零时逾期金额须为零，反之亦然。", "Zero days go with zero yuan, and days above zero with an amount above zero."));
}

/// <summary>A change of the five-class rating (五级分类变动), the bank's own word.</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number.</param>
/// <param name="OccurredOn">The day.</param>
/// <param name="FiveClass">正常 normal, 关注 special-mention, 次级 substandard, 可疑 doubtful, 损失 loss.</param>
/// <param name="Correction">Reason of a correction.</param>
/// <param name="Withdrawn">It never happened.</param>
public sealed record Classification(
    string NoteNo, string EventNo, DateOnly OccurredOn, string FiveClass, string? Correction = null, bool Withdrawn = false)
    : LoanEvent(NoteNo, EventNo, OccurredOn, Correction, Withdrawn)
{
    /// <inheritdoc/>
    public override string PostKind() => "classification";

    /// <inheritdoc/>
    public override string ToJson() => PostJson.Write(this, PostJson.Default.Classification);

    internal override Error? FirstFault() => PostRules.OneOf("five_class", FiveClass, PostRules.FiveClasses);
}

/// <summary>A write-off (核销). The debt stands, so the balance does not change; what comes in later is a repayment.</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number.</param>
/// <param name="OccurredOn">The day.</param>
/// <param name="PrincipalYuan">Principal written off in yuan.</param>
/// <param name="Correction">Reason of a correction.</param>
/// <param name="Withdrawn">It never happened.</param>
public sealed record WriteOff(
    string NoteNo, string EventNo, DateOnly OccurredOn, decimal PrincipalYuan, string? Correction = null, bool Withdrawn = false)
    : LoanEvent(NoteNo, EventNo, OccurredOn, Correction, Withdrawn)
{
    /// <inheritdoc/>
    public override string PostKind() => "write-off";

    /// <inheritdoc/>
    public override string ToJson() => PostJson.Write(this, PostJson.Default.WriteOff);

    internal override Error? FirstFault() => PostRules.Amount("principal", PrincipalYuan);
}

/// <summary>A later due date (展期).</summary>
/// <param name="NoteNo">The note.</param>
/// <param name="EventNo">The bank's serial number.</param>
/// <param name="OccurredOn">The day of the agreement.</param>
/// <param name="DueOn">The new due date.</param>
/// <param name="Distress">Restructured because the borrower is in distress (重组); counts as bad (rule C2).</param>
/// <param name="Correction">Reason of a correction.</param>
/// <param name="Withdrawn">It never happened.</param>
public sealed record Extension(
    string NoteNo, string EventNo, DateOnly OccurredOn, DateOnly DueOn, bool Distress, string? Correction = null, bool Withdrawn = false)
    : LoanEvent(NoteNo, EventNo, OccurredOn, Correction, Withdrawn)
{
    /// <inheritdoc/>
    public override string PostKind() => "extension";

    /// <inheritdoc/>
    public override string ToJson() => PostJson.Write(this, PostJson.Default.Extension);

    internal override Error? FirstFault() => null;
}
