using System.Collections.Frozen;

namespace FinancingPlatform.Core.Enterprises;

/// <summary>
/// The size of an enterprise by its sector's limits (企业划型, 工信部联企业〔2011〕300号 第四条). Large, medium and small must meet every limit
/// of their line, otherwise the enterprise is one size smaller. Limits are in persons and 万元; the figures given are persons and yuan.
/// </summary>
public static class SizeRule
{
    private const decimal YuanPerWan = 10_000m;

    private static readonly FrozenDictionary<SizeSector, Line> Lines = new Dictionary<SizeSector, Line>
    {
        // columns: large, medium, small; each as staff X, revenue Y and assets Z in 万元, null where the line does not use the figure
        [SizeSector.Agriculture] = new(new(null, 20_000, null), new(null, 500, null), new(null, 50, null)),
        [SizeSector.Industry] = new(new(1_000, 40_000, null), new(300, 2_000, null), new(20, 300, null)),
        [SizeSector.Construction] = new(new(null, 80_000, 80_000), new(null, 6_000, 5_000), new(null, 300, 300)),
        [SizeSector.Wholesale] = new(new(200, 40_000, null), new(20, 5_000, null), new(5, 1_000, null)),
        [SizeSector.Retail] = new(new(300, 20_000, null), new(50, 500, null), new(10, 100, null)),
        [SizeSector.Transport] = new(new(1_000, 30_000, null), new(300, 3_000, null), new(20, 200, null)),
        [SizeSector.Storage] = new(new(200, 30_000, null), new(100, 1_000, null), new(20, 100, null)),
        [SizeSector.Post] = new(new(1_000, 30_000, null), new(300, 2_000, null), new(20, 100, null)),
        [SizeSector.Accommodation] = new(new(300, 10_000, null), new(100, 2_000, null), new(10, 100, null)),
        [SizeSector.Catering] = new(new(300, 10_000, null), new(100, 2_000, null), new(10, 100, null)),
        [SizeSector.InformationTransmission] = new(new(2_000, 100_000, null), new(100, 1_000, null), new(10, 100, null)),
        [SizeSector.Software] = new(new(300, 10_000, null), new(100, 1_000, null), new(10, 50, null)),
        [SizeSector.RealEstateDevelopment] = new(new(null, 200_000, 10_000), new(null, 1_000, 5_000), new(null, 100, 2_000)),
        [SizeSector.PropertyManagement] = new(new(1_000, 5_000, null), new(300, 1_000, null), new(100, 500, null)),
        [SizeSector.LeasingAndBusiness] = new(new(300, null, 120_000), new(100, null, 8_000), new(10, null, 100)),
        [SizeSector.Other] = new(new(300, null, null), new(100, null, null), new(10, null, null)),
    }.ToFrozenDictionary();

    /// <summary>
    /// Classifies. A figure that the sector's line uses and that is missing makes the size <see cref="EnterpriseSize.Unknown"/>, also where
    /// another figure alone would make it micro: unknown is not small (domain trap 15). Figures that the line does not use are not asked for.
    /// </summary>
    /// <param name="sector">The sector; null = unknown.</param>
    /// <param name="staff">从业人员, persons.</param>
    /// <param name="revenueYuan">营业收入 of the year, yuan.</param>
    /// <param name="assetsYuan">资产总额, yuan.</param>
    public static EnterpriseSize Classify(SizeSector? sector, int? staff, decimal? revenueYuan, decimal? assetsYuan)
    {
        if (sector is null || !Lines.TryGetValue(sector.Value, out var line) || !line.Small.IsAnswerable(staff, revenueYuan, assetsYuan))
        {
            return EnterpriseSize.Unknown;
        }

        return line.Large.IsMet(staff, revenueYuan, assetsYuan) ? EnterpriseSize.Large
            : line.Medium.IsMet(staff, revenueYuan, assetsYuan) ? EnterpriseSize.Medium
            : line.Small.IsMet(staff, revenueYuan, assetsYuan) ? EnterpriseSize.Small
            : EnterpriseSize.Micro;
    }

    /// <summary>Classifies by an industry code of GB/T 4754-2017.</summary>
    public static EnterpriseSize Classify(string? industry, int? staff, decimal? revenueYuan, decimal? assetsYuan) =>
        Classify(SizeSectors.Of(industry), staff, revenueYuan, assetsYuan);

    private sealed record Line(Limits Large, Limits Medium, Limits Small);

    private sealed record Limits(int? Staff, decimal? RevenueWan, decimal? AssetsWan)
    {
        public bool IsAnswerable(int? staff, decimal? revenue, decimal? assets) =>
            (Staff is null || staff is not null) && (RevenueWan is null || revenue is not null) && (AssetsWan is null || assets is not null);

        public bool IsMet(int? staff, decimal? revenue, decimal? assets) =>
            (Staff is null || staff >= Staff) && (RevenueWan is null || revenue >= RevenueWan * YuanPerWan) && (AssetsWan is null || assets >= AssetsWan * YuanPerWan);
    }
}
