using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Aggregation.Registry;

/// <summary>Columns of a registry file (登记信息文件): the published layout, the optional ones of the city's registry, and three annual-report figures for the size rule.</summary>
internal static class RegistryLayout
{
    public const int Uscc = 0;
    public const int Name = 1;
    public const int EstablishedOn = 2;
    public const int Kind = 3;
    public const int Capital = 4;
    public const int Province = 5;
    public const int City = 6;
    public const int LegalRepresentative = 7;
    public const int Status = 8;
    public const int StatusDate = 9;
    public const int Division = 10;
    public const int Industry = 11;
    public const int ParentUscc = 12;
    public const int Staff = 13;
    public const int Revenue = 14;
    public const int Assets = 15;

    public static TableLayout Table { get; } = new(
        new TableColumn("uscc", IsRequired: true, "统一社会信用代码", "社会信用代码"),
        new TableColumn("name", IsRequired: true, "企业名称", "名称"),
        new TableColumn("reg_date", IsRequired: false, "成立日期"),
        new TableColumn("type", IsRequired: false, "企业类型"),
        new TableColumn("capital", IsRequired: false, "注册资本"),
        new TableColumn("province", IsRequired: false, "省"),
        new TableColumn("city", IsRequired: false, "市"),
        new TableColumn("legal_representative", IsRequired: false, "法定代表人"),
        new TableColumn("status", IsRequired: false, "登记状态", "经营状态"),
        new TableColumn("status_date", IsRequired: false, "状态日期"),
        new TableColumn("division", IsRequired: false, "行政区划"),
        new TableColumn("industry", IsRequired: false, "行业代码"),
        new TableColumn("parent_uscc", IsRequired: false, "隶属企业代码"),
        new TableColumn("staff", IsRequired: false, "从业人数"),
        new TableColumn("revenue_yuan", IsRequired: false, "营业收入"),
        new TableColumn("assets_yuan", IsRequired: false, "资产总额"));
}
