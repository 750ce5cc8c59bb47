namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>One sector of the demonstration city (演示行业), and how its enterprises usually work. An enterprise strays from it by its own <see cref="FirmHabits"/>.</summary>
/// <param name="Section">Section letter of GB/T 4754-2017.</param>
/// <param name="Industry">The industry that its enterprises are in.</param>
/// <param name="Share">Of all subjects.</param>
/// <param name="Word">How its enterprises' names end.</param>
/// <param name="Power">Electricity used for a yuan of sales, kWh.</param>
/// <param name="PowerBase">Share of the electricity that is used whether or not anything is sold: cold rooms, servers, light.</param>
/// <param name="Bought">Share of sales that is bought in with an invoice.</param>
/// <param name="Tax">Tax as a share of sales.</param>
/// <param name="WaterPerHead">Water for each person and month, m³.</param>
/// <param name="Season">How far the best month stands above the mean one.</param>
/// <param name="PeakMonth">The best calendar month.</param>
internal sealed record DemonstrationSector(
    char Section, string Industry, double Share, string Word, double Power, double PowerBase, double Bought, double Tax, double WaterPerHead, double Season, int PeakMonth)
{
    /// <summary>The shares are the table of docs/demonstration-city.md; a test compares them.</summary>
    public static IReadOnlyList<DemonstrationSector> All { get; } =
    [
        new('A', "A0141", 0.04, "农业科技", 0.02, 0.20, 0.45, 0.004, 60, 0.50, 9),
        new('C', "C1391", 0.05, "食品", 0.06, 0.35, 0.70, 0.025, 25, 0.20, 1),
        new('C', "C3311", 0.07, "金属制品", 0.12, 0.30, 0.72, 0.035, 6, 0.10, 10),
        new('C', "C3829", 0.05, "电气设备", 0.08, 0.35, 0.66, 0.040, 5, 0.08, 11),
        new('C', "C2929", 0.03, "塑料制品", 0.10, 0.40, 0.74, 0.032, 8, 0.10, 8),
        new('E', "E4790", 0.11, "建筑工程", 0.02, 0.10, 0.55, 0.030, 12, 0.35, 6),
        new('F', "F5165", 0.17, "建材贸易", 0.01, 0.50, 0.90, 0.012, 3, 0.20, 5),
        new('F', "F5211", 0.15, "百货", 0.02, 0.60, 0.84, 0.015, 4, 0.15, 1),
        new('G', "G5431", 0.06, "物流", 0.01, 0.30, 0.60, 0.028, 5, 0.12, 11),
        new('H', "H6210", 0.05, "餐饮", 0.05, 0.45, 0.45, 0.010, 30, 0.15, 2),
        new('I', "I6513", 0.05, "软件", 0.02, 0.70, 0.18, 0.055, 2, 0.25, 12),
        new('L', "L7299", 0.09, "商务服务", 0.01, 0.60, 0.22, 0.048, 2, 0.10, 12),
        new('M', "M7519", 0.04, "技术服务", 0.02, 0.60, 0.25, 0.050, 2, 0.20, 12),
        new('O', "O8111", 0.04, "汽车修理", 0.03, 0.40, 0.55, 0.030, 20, 0.05, 8),
    ];
}
