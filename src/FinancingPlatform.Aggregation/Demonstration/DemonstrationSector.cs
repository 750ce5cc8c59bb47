namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>One sector of the demonstration city (演示行业).</summary>
/// <param name="Section">Section letter of GB/T 4754-2017.</param>
/// <param name="Industry">The industry that its enterprises are in.</param>
/// <param name="Share">Of all subjects.</param>
/// <param name="Word">How its enterprises' names end.</param>
/// <param name="Power">Electricity used for a yuan of sales, kWh.</param>
internal sealed record DemonstrationSector(char Section, string Industry, double Share, string Word, double Power)
{
    /// <summary>The table of docs/demonstration-city.md; a test compares them.</summary>
    public static IReadOnlyList<DemonstrationSector> All { get; } =
    [
        new('A', "A0141", 0.04, "农业科技", 0.02),
        new('C', "C1391", 0.05, "食品", 0.06),
        new('C', "C3311", 0.07, "金属制品", 0.12),
        new('C', "C3829", 0.05, "电气设备", 0.08),
        new('C', "C2929", 0.03, "塑料制品", 0.10),
        new('E', "E4790", 0.11, "建筑工程", 0.02),
        new('F', "F5165", 0.17, "建材贸易", 0.01),
        new('F', "F5211", 0.15, "百货", 0.02),
        new('G', "G5431", 0.06, "物流", 0.01),
        new('H', "H6210", 0.05, "餐饮", 0.05),
        new('I', "I6513", 0.05, "软件", 0.02),
        new('L', "L7299", 0.09, "商务服务", 0.01),
        new('M', "M7519", 0.04, "技术服务", 0.02),
        new('O', "O8111", 0.04, "汽车修理", 0.03),
    ];
}
