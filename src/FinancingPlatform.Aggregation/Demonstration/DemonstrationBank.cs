namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>An invented bank (虚构银行) of the demonstration city; its code is valid and was never given out.</summary>
/// <param name="Uscc">统一社会信用代码.</param>
/// <param name="Name">Says that it is invented.</param>
public sealed record DemonstrationBank(string Uscc, string Name)
{
    private const string CodeBlock = "WB";
    private const string Division = "370902";

    /// <summary>The three banks; the same in every city.</summary>
    public static IReadOnlyList<DemonstrationBank> All { get; } =
    [
        new(EnterpriseMaker.CodeOf("91", Division, 0, 1, CodeBlock), "泰安演示岱宗银行（虚构）"),
        new(EnterpriseMaker.CodeOf("91", Division, 0, 2, CodeBlock), "泰安演示汶河银行（虚构）"),
        new(EnterpriseMaker.CodeOf("91", Division, 0, 3, CodeBlock), "泰安演示徂徕银行（虚构）"),
    ];
}
