using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Finance;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>The generic layout (通用布局): the slots of a credit record as columns, checked by the item's definition.</summary>
internal sealed class GenericReader(ItemDefinition item, DateOnly today) : IItemReader
{
    private const int Subject = 0;
    private const int Key = 1;
    private const int OccurredOn = 2;
    private const int Amount = 3;
    private const int Quantity = 4;
    private const int Code = 5;
    private const int Counterparty = 6;
    private const int StartedOn = 7;
    private const int EndedOn = 8;
    private const int ValidUntil = 9;
    private const int MaxKey = 128;
    private const int MaxName = 200;
    private const decimal MaxQuantity = 99_999_999_999_999m;

    public TableLayout Layout { get; } = new(
        new TableColumn("uscc", IsRequired: true, "统一社会信用代码"),
        new TableColumn("key", IsRequired: true, "业务编号"),
        new TableColumn("occurred_on", IsRequired: true, "发生日期"),
        new TableColumn("amount_yuan", IsRequired: false, "金额"),
        new TableColumn("quantity", IsRequired: false, "数量"),
        new TableColumn("code", IsRequired: true, "类别"),
        new TableColumn("counterparty", IsRequired: false, "对方或机关"),
        new TableColumn("started_on", IsRequired: false, "起始日期"),
        new TableColumn("ended_on", IsRequired: false, "截止日期"),
        new TableColumn("valid_until", IsRequired: false, "有效期至"));

    public (ItemRow? Row, Rejection? Rejection) Read(TableRow row)
    {
        if (row.Fault is { } fault)
        {
            return (null, Rejection.OfLine(fault, row.Raw));
        }

        if (!Uscc.TryParse(row[Subject], out var uscc))
        {
            return Reject("uscc", "uscc-" + Uscc.Check(row[Subject]).Fault, row[Subject], "核对统一社会信用代码 / compare the code with the licence");
        }

        if (row[Key] is not { Length: <= MaxKey } key)
        {
            return Reject("key", "key", row[Key], $"填写不超过{MaxKey}字的业务编号 / give the source's own number of the fact");
        }

        if (!TryDate(row[OccurredOn], out var occurred) || occurred is not { } day || day > today)
        {
            return Reject("occurred_on", "date", row[OccurredOn], "日期写作 2026-01-31，且不晚于今天 / write the date as 2026-01-31, not after today");
        }

        if (!TryDate(row[StartedOn], out var started) || !TryDate(row[EndedOn], out var ended) || !TryDate(row[ValidUntil], out var until) || ended < started)
        {
            return Reject("started_on/ended_on/valid_until", "date", row[StartedOn] + " " + row[EndedOn], "日期写作 2026-01-31，止期不早于起期 / write dates as 2026-01-31, the end not before the start");
        }

        return ReadFacts(row, new ItemRow(uscc.Value, key, day, null, null, null, null, started, ended, until, null));
    }

    private (ItemRow? Row, Rejection? Rejection) ReadFacts(TableRow row, ItemRow dated)
    {
        if (!TryNumber(row[Amount], Money.MaxYuan, out var amount) || (item.NeedsAmount && amount is null))
        {
            return Reject("amount_yuan", "amount", row[Amount], "填写以元为单位的金额 / give the amount in yuan");
        }

        if (!TryNumber(row[Quantity], MaxQuantity, out var quantity) || (item.NeedsQuantity && quantity is null))
        {
            return Reject("quantity", "quantity", row[Quantity], "填写数量 / give the quantity");
        }

        if (row[Code] is not { } code || Array.IndexOf(item.Codes, code) < 0)
        {
            return Reject("code", "code", row[Code], $"使用：{string.Join('、', item.Codes)} / use one of these");
        }

        if (row[Counterparty] is { Length: > MaxName } || ResidentId.IsValid(row[Counterparty]))
        {
            return Reject("counterparty", "counterparty", string.Empty, "填写单位名称，不得填写身份证号 / give the body's name, never an identity number");
        }

        return (
            dated with
            {
                Amount = amount is { } yuan ? Money.Round(yuan) : null,
                Quantity = quantity is { } count ? Math.Round(count, 4) : null,
                Code = code,
                Counterparty = row[Counterparty],
                IsWithheld = item.Withheld.Contains(code),
            },
            null);
    }

    private static bool TryDate(string? text, out DateOnly? date)
    {
        date = null;
        return text is null || DeliveredDate.TryRead(text, out date);
    }

    private static bool TryNumber(string? text, decimal max, out decimal? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        if (!Money.TryParse(text, out var read) || Math.Abs(read) > max)
        {
            return false;
        }

        number = read;
        return true;
    }

    private static (ItemRow?, Rejection) Reject(string field, string rule, string? value, string howToMend) =>
        (null, new Rejection(field, rule, value ?? string.Empty, howToMend));
}
