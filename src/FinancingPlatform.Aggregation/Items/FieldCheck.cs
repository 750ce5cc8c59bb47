using System.Collections.Frozen;
using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Finance;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>One cell after its check: what it says in the field's canonical form.</summary>
internal record struct FieldValue
{
    /// <summary>False when the source does not say.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Of text, codes and enumerations.</summary>
    public string? Text { get; set; }

    /// <summary>Of money (yuan, two digits), numbers (four digits) and integers.</summary>
    public decimal Number { get; set; }

    /// <summary>Of dates and months (first day).</summary>
    public DateOnly Date { get; set; }
}

/// <summary>The check of one field (字段校验), compiled once from its layout; pure.</summary>
internal sealed class FieldCheck
{
    private const int DefaultMaxText = 2000;
    private const int MaxPerson = 100;
    private const int QuantityDigits = 4;
    private const decimal MaxQuantity = 99_999_999_999_999m;

    private readonly FrozenDictionary<string, string>? _spellings;
    private readonly Kinds _kind;
    private readonly int _maxText;

    public FieldCheck(FieldLayout layout, IReadOnlyDictionary<string, IReadOnlyList<string>>? spellings)
    {
        Layout = layout;
        _kind = Enum.Parse<Kinds>(layout.Type.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        _maxText = layout.Type == FieldType.Text && layout.Max is { } max ? (int)max : layout.Type == FieldType.Person ? MaxPerson : DefaultMaxText;
        _spellings = layout.Type == FieldType.Flag ? Flags : layout.Type == FieldType.Enum ? Spellings(layout.Values!, spellings) : null;
        IsPersonal = FieldType.IsPersonal(layout.Type);
        IsStored = !FieldType.IsNeverStored(layout.Type);
    }

    private enum Kinds
    {
        Text,
        Uscc,
        OrganisationCode,
        Money,
        Number,
        Integer,
        Date,
        Month,
        Enum,
        Flag,
        Person,
        PersonalId,
        Phone,
    }

    private static FrozenDictionary<string, string> Flags { get; } = Spellings(
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["yes"] = ["是", "1", "Y", "true", "有"], ["no"] = ["否", "0", "N", "false", "无"] }, null);

    public FieldLayout Layout { get; }

    public string Name => Layout.Name;

    public bool IsPersonal { get; }

    public bool IsStored { get; }

    /// <summary>Text that the field's values are allowed to be, for a message.</summary>
    public string Choices => string.Join('、', _spellings?.Values.Distinct(StringComparer.Ordinal) ?? []);

    /// <summary>The value; or the rule that the cell breaks.</summary>
    /// <param name="cell">Trimmed; null when it says nothing.</param>
    /// <param name="unit">Yuan in one unit of money.</param>
    /// <param name="today">The date in the city.</param>
    /// <param name="value">The canonical value.</param>
    public string? Check(string? cell, decimal unit, DateOnly today, out FieldValue value)
    {
        value = default;
        if (cell is null)
        {
            return null;
        }

        switch (_kind)
        {
            case Kinds.Money or Kinds.Number or Kinds.Integer:
                return CheckNumber(cell, unit, ref value);
            case Kinds.Date or Kinds.Month:
                return CheckDate(cell, today, ref value);
            case Kinds.Enum or Kinds.Flag:
                return _spellings!.TryGetValue(cell, out var canonical) ? Known(canonical, ref value) : _kind == Kinds.Flag ? "flag" : "enum";
            case Kinds.Uscc:
                return Uscc.TryParse(cell, out var code) ? Known(code.Value, ref value) : UsccRule(Uscc.Check(cell).Fault);
            case Kinds.OrganisationCode:
                var body = cell.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
                return body.Length == 9 && OrganisationCode.CheckCharacter(body) == body[8] ? Known(body, ref value) : "organisation-code";
            case Kinds.PersonalId:
                return PersonalCells.IsIdForm(cell) ? Known(string.Empty, ref value) : "personal-id";
            case Kinds.Phone:
                return PersonalCells.IsPhoneForm(cell) ? Known(string.Empty, ref value) : "phone";
            case Kinds.Text or Kinds.Person:
                return cell.Length > _maxText ? "too-long"
                    // An identity number is no name and no number of a document: it never enters.
                    : cell.Length == ResidentId.Length && ResidentId.IsValid(cell) ? "identity-number"
                    : Known(cell, ref value);
            default:
                throw new InvalidOperationException($"{_kind} has no check.");
        }
    }

    /// <summary>The canonical text, as the payload keeps it.</summary>
    public string TextOf(FieldValue value) => _kind switch
    {
        Kinds.Money => value.Number.ToString("0.00", CultureInfo.InvariantCulture),
        Kinds.Number or Kinds.Integer => value.Number.ToString("0.####", CultureInfo.InvariantCulture),
        Kinds.Date or Kinds.Month => value.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Kinds.Text or Kinds.Uscc or Kinds.OrganisationCode or Kinds.Enum or Kinds.Flag or Kinds.Person or Kinds.PersonalId or Kinds.Phone => value.Text!,
        _ => throw new InvalidOperationException($"{_kind} has no text."),
    };

    private string? CheckNumber(string cell, decimal unit, ref FieldValue value)
    {
        if (!Money.TryParse(cell, out var number))
        {
            return _kind == Kinds.Money ? "money" : "number";
        }

        if (_kind == Kinds.Money)
        {
            if (Math.Abs(number) > Money.MaxYuan / unit)
            {
                return "money";
            }

            number = Money.Round(number * unit);
        }
        else if (Math.Abs(number) > MaxQuantity || (_kind == Kinds.Integer && number != decimal.Truncate(number)))
        {
            return "number";
        }
        else
        {
            number = Math.Round(number, QuantityDigits, MidpointRounding.AwayFromZero);
        }

        value.Number = number;
        value.IsKnown = true;
        return number < Layout.Min || number > Layout.Max ? "range" : null;
    }

    private string? CheckDate(string cell, DateOnly today, ref FieldValue value)
    {
        if (!DeliveredDate.TryRead(cell, out var date))
        {
            return "date";
        }

        if (date is not { } day)
        {
            return null;
        }

        value.Date = _kind == Kinds.Month ? new DateOnly(day.Year, day.Month, 1) : day;
        value.IsKnown = true;
        return Layout.NotFuture && value.Date > today ? "future" : null;
    }

    private static string? Known(string text, ref FieldValue value)
    {
        value.Text = text;
        value.IsKnown = true;
        return null;
    }

    private static string UsccRule(UsccFault fault) => fault switch
    {
        UsccFault.Length => "uscc-length",
        UsccFault.Alphabet => "uscc-alphabet",
        UsccFault.Prefix => "uscc-prefix",
        UsccFault.CheckCharacter or UsccFault.None => "uscc-check-character",
        _ => "uscc-check-character",
    };

    private static FrozenDictionary<string, string> Spellings(
        IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyDictionary<string, IReadOnlyList<string>>? more)
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // A mapping's own spellings come first: the same digit may mean another thing in another form.
        foreach (var (canonical, list) in (more ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)).Concat(values))
        {
            foreach (var spelling in list.Prepend(canonical))
            {
                spellings.TryAdd(spelling, canonical);
            }
        }

        return spellings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
