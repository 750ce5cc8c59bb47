namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>A kind of record that some enterprises have and most have not (少见记录), and how it is invented.</summary>
/// <param name="Item">Catalogue item.</param>
/// <param name="Share">Share of sound enterprises with at least one.</param>
/// <param name="ShareInTrouble">The same for enterprises in trouble.</param>
/// <param name="Most">Most of them that one enterprise has; each further one is less likely than the one before.</param>
/// <param name="WithinDays">How far back they reach.</param>
/// <param name="By">Who keeps the list; says that it is invented.</param>
internal sealed record RareKind(string Item, double Share, double ShareInTrouble, int Most, int WithinDays, string By)
{
    /// <summary>Codes to pick from, as often as they stand here.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Sections of GB/T 4754 that have it; empty for all.</summary>
    public string Sections { get; init; } = string.Empty;

    /// <summary>A usual amount in yuan; 0 for none.</summary>
    public double Amount { get; init; }

    /// <summary>A usual quantity; 0 for none.</summary>
    public double Quantity { get; init; }

    /// <summary>Share that has ended some time after it began.</summary>
    public double Ends { get; init; }

    /// <summary>Years for which it holds; 0 for no end of its own.</summary>
    public int ValidYears { get; init; }

    private const string Registrar = "泰安演示登记机关（虚构）";
    private const string Bureau = "泰安演示主管部门（虚构）";
    private const string TaxBureau = "泰安演示税务局（虚构）";
    private const string Court = "泰安演示法院（虚构）";
    private const string LandRegistry = "泰安演示不动产登记中心（虚构）";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<RareKind> All { get; } =
    [
        new("registration-change", 0.35, 0.50, 4, 1500, Registrar) { Codes = ["scope", "address", "capital", "shareholders", "name", "legal-representative"] },
        new("licence", 0.45, 0.35, 4, 1400, Bureau) { Codes = ["general", "approval", "registration", "recognition"], ValidYears = 3 },
        new("qualification", 0.50, 0.40, 3, 1500, Bureau) { Codes = ["first", "second", "third"], ValidYears = 5, Sections = "E" },
        new("patent", 0.25, 0.15, 9, 3000, Bureau) { Codes = ["invention", "utility-model", "utility-model", "design"], Ends = 0.1, Sections = "CIM" },
        new("trademark", 0.15, 0.10, 6, 3000, Bureau) { Ends = 0.05 },
        new("ip-pledge", 0.04, 0.06, 2, 1200, Bureau) { Codes = ["valid"], Amount = 800_000, Ends = 0.4, Sections = "CIM" },
        new("tech-status", 0.12, 0.05, 2, 1600, Bureau) { Codes = ["high-tech", "tech-sme", "specialised"], ValidYears = 3, Sections = "CIM" },
        new("rd-project", 0.06, 0.03, 3, 1000, Bureau) { Codes = ["city", "city", "province"], Amount = 300_000, Sections = "CIM" },
        new("subsidy", 0.06, 0.03, 3, 1000, Bureau) { Codes = ["employment", "equipment", "interest", "agriculture"], Amount = 60_000 },
        new("customs-credit", 0.05, 0.02, 1, 1500, Bureau) { Codes = ["certified", "registered"], Sections = "C" },
        new("act-inspection", 0.20, 0.35, 3, 1000, Bureau) { Codes = ["passed", "passed", "passed", "corrected", "failed"] },
        new("environment-credit", 0.30, 0.30, 3, 1000, Bureau) { Codes = ["green", "blue", "blue", "yellow", "red"], Sections = "C" },
        new("commitment-performance", 0.15, 0.20, 3, 1000, Bureau) { Codes = ["kept", "kept", "kept", "partly", "broken"] },
        new("abnormal-operation", 0.03, 0.10, 2, 1500, Registrar) { Ends = 0.6 },
        new("serious-violation", 0.002, 0.02, 1, 900, Registrar) { Ends = 0.2 },
        new("tax-arrears", 0.01, 0.12, 3, 700, TaxBureau) { Amount = 50_000, Ends = 0.4 },
        new("abnormal-taxpayer", 0.01, 0.05, 1, 900, TaxBureau) { Ends = 0.4 },
        new("major-tax-violation", 0.001, 0.01, 1, 900, TaxBureau) { Codes = ["arrears", "false-invoices"], Amount = 500_000 },
        new("enforcement", 0.015, 0.25, 4, 1000, Court) { Codes = ["open"], Amount = 300_000, Ends = 0.5 },
        new("judgment", 0.06, 0.30, 4, 1000, Court) { Codes = ["defendant", "defendant", "plaintiff", "third-party"], Amount = 200_000 },
        new("consumption-limit", 0.003, 0.15, 2, 700, Court) { Ends = 0.3 },
        new("bankruptcy", 0.001, 0.01, 1, 500, Court) { Codes = ["reorganisation", "liquidation"] },
        new("real-estate-title", 0.20, 0.15, 4, 4000, LandRegistry) { Codes = ["land", "building"], Quantity = 1_500, Ends = 0.05 },
        new("real-estate-mortgage", 0.08, 0.15, 2, 1800, "泰安演示岱宗银行（虚构）") { Codes = ["general", "ceiling"], Amount = 1_500_000, Ends = 0.5 },
        new("real-estate-seizure", 0.003, 0.10, 2, 900, Court) { Codes = ["seizure", "waiting"], Ends = 0.4 },
        new("external-guarantee", 0.05, 0.12, 3, 1200, "演示被担保企业（虚构）") { Codes = ["joint", "general"], Amount = 800_000, Ends = 0.4 },
    ];
}
