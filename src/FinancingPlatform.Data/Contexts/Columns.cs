namespace FinancingPlatform.Data;

/// <summary>Column types that mean the same everywhere (字段类型).</summary>
public static class Columns
{
    /// <summary>Yuan, to the cent.</summary>
    public const string Money = "numeric(18,2)";

    /// <summary>A measured quantity.</summary>
    public const string Quantity = "numeric(18,4)";

    /// <summary>JSON that can be searched.</summary>
    public const string Json = "jsonb";
}
