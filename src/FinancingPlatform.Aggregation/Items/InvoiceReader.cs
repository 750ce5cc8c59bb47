using System.Globalization;
using System.Text.Json;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Finance;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// VAT invoices (增值税发票), one row each: sales (销项) name the buyer, purchases (进项) the seller. Void invoices are kept as <c>voided</c>, red-letter
/// ones (红字发票) keep their negative amounts; net and tax must add up to the total.
/// </summary>
internal sealed class InvoiceReader(SubjectMap subjects, DateOnly today) : IItemReader
{
    public const string Valid = "valid";
    public const string Voided = "voided";

    private const int Firm = 0;
    private const int Number = 1;
    private const int Date = 2;
    private const int Counterparty = 3;
    private const int Net = 4;
    private const int Tax = 5;
    private const int Total = 6;
    private const int Status = 7;
    private const decimal Tolerance = 0.01m;
    private const int MaxName = 100;

    public TableLayout Layout { get; } = new(
        new TableColumn("firm", IsRequired: true, "uscc", "企业代号", "纳税人识别号"),
        new TableColumn("number", IsRequired: true, "发票号码"),
        new TableColumn("date", IsRequired: true, "开票日期"),
        new TableColumn("counterparty", IsRequired: true, "销方单位代号", "购方单位代号"),
        new TableColumn("net", IsRequired: true, "金额"),
        new TableColumn("tax", IsRequired: true, "税额"),
        new TableColumn("total", IsRequired: true, "价税合计"),
        new TableColumn("status", IsRequired: true, "发票状态"));

    public (ItemRow? Row, Rejection? Rejection) Read(TableRow row)
    {
        if (row.Fault is { } fault)
        {
            return (null, Rejection.OfLine(fault, row.Raw));
        }

        if (row[Firm] is not { } firm || subjects.CodeOf(firm) is not { } uscc)
        {
            return Reject("firm", "subject-unknown", row[Firm], "在主体对照表中补充该企业 / add the firm to the subject map");
        }

        if (row[Number] is not { Length: <= MaxName } number || row[Counterparty] is not { Length: <= MaxName } counterparty)
        {
            return Reject("number/counterparty", "missing", row[Number], "填写发票号码和对方单位 / give the invoice number and the other party");
        }

        if (row[Date] is not { } dateText || !DeliveredDate.TryRead(dateText, out var date) || date is not { } issued || issued > today)
        {
            return Reject("date", "date", row[Date], "日期写作 2026-01-31，且不晚于今天 / write the date as 2026-01-31, not after today");
        }

        if (!TryAmount(row[Net], out var net) || !TryAmount(row[Tax], out var tax) || !TryAmount(row[Total], out var total))
        {
            return Reject("net/tax/total", "amount", row[Net], "填写以元为单位的数字 / give numbers in yuan");
        }

        if (Math.Abs(net + tax - total) > Tolerance)
        {
            return Reject("total", "does-not-add-up", Text(total), $"金额与税额之和为 {Text(net + tax)}，请核对 / net and tax make {Text(net + tax)}; compare with the invoice");
        }

        // The trimmed cell: real files hold " 作废发票" with a leading blank.
        var status = row[Status] switch { "有效发票" or Valid => Valid, "作废发票" or Voided => Voided, _ => null };
        if (status is null)
        {
            return Reject("status", "invoice-status", row[Status], "填写 有效发票 或 作废发票 / one of these two");
        }

        // A number repeats across invoice books; with date and other party it names one invoice.
        var key = string.Create(CultureInfo.InvariantCulture, $"{number}|{issued:yyyyMMdd}|{counterparty}");
        return (new ItemRow(uscc, key, issued, net, tax, status, counterparty, null, null, null, Payload(number, total)), null);
    }

    private static bool TryAmount(string? text, out decimal amount)
    {
        amount = 0;
        if (text is null || !Money.TryParse(text, out var read))
        {
            return false;
        }

        amount = Money.Round(read);
        return true;
    }

    private static string Payload(string number, decimal total) => $"{{\"number\":{JsonSerializer.Serialize(number)},\"total\":\"{Text(total)}\"}}";

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static (ItemRow?, Rejection) Reject(string field, string rule, string? value, string howToMend) =>
        (null, new Rejection(field, rule, value ?? string.Empty, howToMend));
}
