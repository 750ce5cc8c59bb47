using System.Globalization;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Finance;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Registry;

/// <summary>The checks of one registry row (登记信息校验), in order; the first that fails rejects the row, and what can stay unknown becomes a warning.</summary>
internal sealed class RegistryRowReader(DateOnly today, Action<string> warn)
{
    private const int MaxName = 200;
    private const int MaxPerson = 100;
    private const int MaxKind = 100;

    /// <summary>The row, or why it is rejected.</summary>
    public (RegistryRow? Row, Rejection? Rejection) Read(TableRow row)
    {
        if (row.Fault is { } fault)
        {
            return (null, Rejection.OfLine(fault, row.Raw));
        }

        var code = Uscc.Check(row[RegistryLayout.Uscc]);
        if (!code.IsValid)
        {
            return (null, CodeRejection("uscc", code));
        }

        foreach (var warning in code.Warnings)
        {
            warn(warning == UsccWarning.InnerCheck ? "uscc-inner-check" : "uscc-unknown-division");
        }

        return ReadFacts(row, code.Normalised);
    }

    private (RegistryRow? Row, Rejection? Rejection) ReadFacts(TableRow row, string uscc)
    {
        var name = row[RegistryLayout.Name];
        if (name is null || name.Length > MaxName)
        {
            return Reject("name", "name", name, $"填写不超过{MaxName}字的企业名称 / give the name, at most {MaxName} characters");
        }

        if (!TryDate(row[RegistryLayout.EstablishedOn], out var established) || !TryDate(row[RegistryLayout.StatusDate], out var statusDate))
        {
            return Reject("reg_date/status_date", "date", row[RegistryLayout.EstablishedOn] + " " + row[RegistryLayout.StatusDate], "日期写作 2026-01-31，且不晚于今天 / write the date as 2026-01-31, not after today");
        }

        var person = row[RegistryLayout.LegalRepresentative];
        if (person is not null && (person.Length > MaxPerson || ResidentId.IsValid(person)))
        {
            // The value is not repeated: a rejected file must not carry an identity number on.
            return Reject("legal_representative", "legal-representative", string.Empty, "填写姓名，不得填写身份证号 / give the name, never an identity number");
        }

        if (!EnterpriseStatusText.TryRead(row[RegistryLayout.Status], out var status))
        {
            return Reject("status", "status-text", row[RegistryLayout.Status], "使用：存续、在业、开业、歇业、吊销、注销、撤销、迁出、停业、清算、责令关闭 / use one of these");
        }

        var division = row[RegistryLayout.Division];
        if (division is not null && (division.Length != 6 || !division.All(char.IsAsciiDigit)))
        {
            return Reject("division", "division", division, "填写六位行政区划代码（GB/T 2260）/ give the six digits of GB/T 2260");
        }

        var parent = row[RegistryLayout.ParentUscc] is { } parentText ? Uscc.Check(parentText) : null;
        if (parent is { IsValid: false })
        {
            return (null, CodeRejection("parent_uscc", parent));
        }

        return TryFigures(row, out var figures)
            ? (Build(row, uscc, name, established, status, statusDate, division, parent?.Normalised, figures), null)
            : Reject("staff/revenue_yuan/assets_yuan", "figure", row[RegistryLayout.Staff], "填写数字，单位：人、元 / give numbers, in persons and yuan");
    }

    private RegistryRow Build(
        TableRow row, string uscc, string name, DateOnly? established, EnterpriseStatus status, DateOnly? statusDate, string? division, string? parent, (int? Staff, decimal? Revenue, decimal? Assets) figures)
    {
        if (division is not null && !Divisions.IsKnown(division))
        {
            warn("division-unknown");
        }

        var industry = Industries.Normalise(row[RegistryLayout.Industry]);
        if (industry is null && row[RegistryLayout.Industry] is not null)
        {
            warn("industry-unknown");
        }

        var capital = row[RegistryLayout.Capital] is { } capitalText ? CapitalText.Read(capitalText) : default;
        if (capital.Warning is { } warning)
        {
            warn(warning);
        }

        var kind = row[RegistryLayout.Kind] is { } kindText && kindText.Length <= MaxKind ? kindText : null;
        return new RegistryRow(
            uscc, name, established, kind, capital.Yuan, row[RegistryLayout.LegalRepresentative], status, statusDate, division, industry, parent, figures.Staff, figures.Revenue, figures.Assets);
    }

    private bool TryDate(string? text, out DateOnly? date)
    {
        date = null;
        return text is null || (DeliveredDate.TryRead(text, out date) && !(date > today));
    }

    private static bool TryFigures(TableRow row, out (int? Staff, decimal? Revenue, decimal? Assets) figures)
    {
        figures = default;
        if (row[RegistryLayout.Staff] is { } staffText)
        {
            if (!int.TryParse(staffText, NumberStyles.None, CultureInfo.InvariantCulture, out var staff))
            {
                return false;
            }

            figures.Staff = staff;
        }

        return TryAmount(row[RegistryLayout.Revenue], out figures.Revenue) && TryAmount(row[RegistryLayout.Assets], out figures.Assets);
    }

    private static bool TryAmount(string? text, out decimal? amount)
    {
        amount = null;
        if (text is null)
        {
            return true;
        }

        if (!Money.TryParse(text, out var read))
        {
            return false;
        }

        amount = Money.Round(read);
        return true;
    }

    private static (RegistryRow?, Rejection) Reject(string field, string rule, string? value, string howToMend) =>
        (null, new Rejection(field, rule, value ?? string.Empty, howToMend));

    private static Rejection CodeRejection(string field, UsccCheck check) => check.Fault switch
    {
        UsccFault.Length => new(field, "uscc-length", check.Raw, "统一社会信用代码须为18位 / the code has 18 characters"),
        UsccFault.Alphabet => new(field, "uscc-alphabet", check.Raw, "代码只用数字和不含 I O S V Z 的字母 / only digits and letters without I O S V Z"),
        UsccFault.Prefix => new(field, "uscc-prefix", check.Raw, "前两位不是 GB 32100 规定的登记管理部门和机构类别 / the first two characters are no pair of GB 32100"),
        UsccFault.CheckCharacter or UsccFault.None => new(field, "uscc-check-character", check.Raw, "校验码不符，请核对原证照 / the check character is wrong; compare with the licence"),
    };
}
