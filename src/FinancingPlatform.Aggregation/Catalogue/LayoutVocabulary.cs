namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>Types of fields (字段类型).</summary>
internal static class FieldType
{
    public const string Text = "text";
    public const string Uscc = "uscc";
    public const string OrganisationCode = "organisation-code";
    public const string Money = "money";
    public const string Number = "number";
    public const string Integer = "integer";
    public const string Date = "date";
    public const string Month = "month";
    public const string Enum = "enum";
    public const string Flag = "flag";
    public const string Person = "person";
    public const string PersonalId = "personal-id";
    public const string Phone = "phone";

    public static IReadOnlyList<string> All { get; } =
        [Text, Uscc, OrganisationCode, Money, Number, Integer, Date, Month, Enum, Flag, Person, PersonalId, Phone];

    public static bool IsNumber(string type) => type is Money or Number or Integer;

    public static bool IsDate(string type) => type is Date or Month;

    /// <summary>Values of these are masked wherever a row is shown to be mended.</summary>
    public static bool IsPersonal(string type) => type is Person or PersonalId or Phone;

    /// <summary>Values of these are checked and then dropped.</summary>
    public static bool IsNeverStored(string type) => type is PersonalId or Phone;
}

/// <summary>Slots of a credit record (字段槽位) that a field can fill.</summary>
internal static class FieldSlot
{
    public const string Amount = "amount";
    public const string Quantity = "quantity";
    public const string Code = "code";
    public const string Counterparty = "counterparty";
    public const string StartedOn = "started_on";
    public const string EndedOn = "ended_on";

    public static IReadOnlyList<string> All { get; } = [Amount, Quantity, Code, Counterparty, StartedOn, EndedOn];

    public static bool Takes(string slot, string type) => slot switch
    {
        Amount or Quantity => FieldType.IsNumber(type),
        StartedOn or EndedOn => FieldType.IsDate(type),
        Code or Counterparty => !FieldType.IsNumber(type) && !FieldType.IsDate(type) && !FieldType.IsNeverStored(type),
        _ => false,
    };
}

/// <summary>Names of the checks across fields and items (跨字段规则).</summary>
internal static class RuleName
{
    public const string NotBefore = "not-before";
    public const string Sum = "sum";
    public const string RequiredIf = "required-if";
    public const string AtMost = "at-most";
    public const string OneOfRequired = "one-of-required";
    public const string ExistingItem = "existing-item";
}
