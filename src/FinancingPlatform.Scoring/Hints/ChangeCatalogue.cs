namespace FinancingPlatform.Scoring.Hints;

/// <summary>
/// Every change that a hint may name (提示目录). Left out on purpose: age, capital, region, people (a firm can't or should not change them for points);
/// what only time or others decide (changes of representative, honours, judgments); and anything that more or larger invoices would move: a hint
/// that names invoice volume teaches the circular invoicing that rule C5 looks for. A penalty is only ever repaired lawfully (信用修复, Order 36 of 2026).
/// </summary>
internal static class ChangeCatalogue
{
    private const double AThird = 1d / 3;
    private const double AHalf = 0.5;
    private const string PayZh = "缴清欠款，今后按期缴纳";
    private const string PayEn = "pay what is owed and pay on time from now on";
    private const string PerformZh = "履行生效法律文书确定的义务；履行后由法院依法删除或解除";
    private const string PerformEn = "perform what the court's judgment orders; the court then removes the entry as the law says";

    public static IReadOnlyList<Change> All { get; } =
    [
        // Billing care, not volume.
        new("sales_voided_share_12m", "销项发票作废率", "share of voided sales invoices", "开票前核对抬头、税号和金额，减少作废", "check name, tax number and amount before invoicing, so that fewer are voided", Change.DownBy(AHalf)),
        new("sales_red_share_12m", "红字发票占比", "share of red-letter amounts", "减少退货和开票差错引起的红冲", "cut returns and billing errors that lead to red-letter invoices", Change.DownBy(AHalf)),
        new("customer_top_share_12m", "最大客户占比", "largest customer's share", "拓展客户，降低对最大客户的依赖", "win further customers, so that less hangs on the largest", Change.DownBy(AThird)),
        new("customer_concentration_12m", "客户集中度", "concentration of customers", "拓展客户，分散销售", "win further customers and spread sales", Change.DownBy(AThird)),
        new("customers_lost_share_12m", "流失客户占比", "share of customers lost", "维护老客户", "keep existing customers", Change.DownBy(AHalf)),
        new("suppliers_lost_share_12m", "流失供应商占比", "share of suppliers lost", "保持稳定的供应关系", "keep supply relations steady", Change.DownBy(AHalf)),
        new("tax_arrears_12m", "近12个月欠税", "tax owed in 12 months", PayZh, PayEn, Change.ToNone),
        new("tax_arrears_share_12m", "欠税次数占比", "share of tax dues unpaid", PayZh, PayEn, Change.ToNone),
        new("tax_arrears_published", "公告欠税", "published tax arrears", PayZh, PayEn, Change.ToNone),
        new("tax_credit_points", "纳税信用得分", "tax credit points", "按时申报、按时缴纳，及时纠正扣分事项", "declare and pay on time, and mend what cost points", Change.UpBy(10)),
        new("tax_credit_a", "纳税信用A级", "class A tax credit", "全年按时申报缴纳，争取下一年度评为A级", "declare and pay on time all year to be rated A next year", Change.ToListed),
        new("abnormal_taxpayer", "非正常户", "abnormal taxpayer", "补办申报并接受处理后，申请解除非正常户", "file what is missing, accept the ruling and apply to be lifted from the list", Change.ToNone),
        new("insurance_months_12m", "缴纳社保月数", "months with social insurance paid", "每月为员工足额缴纳社保", "pay social insurance for the staff every month", Change.EveryMonth),
        new("insurance_arrears_share_12m", "社保欠缴占比", "share of social insurance unpaid", PayZh, PayEn, Change.ToNone),
        new("fund_arrears_share_12m", "公积金欠缴占比", "share of housing fund dues unpaid", PayZh, PayEn, Change.ToNone),
        new("power_arrears_share_12m", "电费欠缴占比", "share of electricity bills unpaid", PayZh, PayEn, Change.ToNone),
        new("water_arrears_share_12m", "水费欠缴占比", "share of water bills unpaid", PayZh, PayEn, Change.ToNone),
        // Repair, never removal: each on its own application, after its shortest period of publication; a serious one takes a year or more.
        new("penalties_36m", "公示中的行政处罚", "penalties on show", "履行处罚并满最短公示期后，逐项依法申请信用修复", "comply, wait for the shortest period of publication, and apply for lawful credit repair, one by one", Change.ToNone),
        new("penalties_serious_36m", "公示中的严重行政处罚", "serious penalties on show", "履行处罚并满最短公示期后，逐项依法申请信用修复", "comply, wait for the shortest period of publication, and apply for lawful credit repair, one by one", Change.OneFewer),
        new("abnormal_operation", "经营异常名录", "listing for abnormal operation", "补报年报或更正登记后，申请移出经营异常名录", "file the missing report or correct the registration, then apply to be taken off the list", Change.ToNone),
        new("dishonest_debtor", "失信被执行人", "listing as a dishonest debtor", PerformZh, PerformEn, Change.ToNone),
        new("dishonest_amount", "失信被执行金额", "obligations as a dishonest debtor", PerformZh, PerformEn, Change.ToNone),
        new("enforcement_amount_36m", "未结执行标的", "open amounts under enforcement", PerformZh, PerformEn, Change.ToNone),
        new("consumption_limited", "限制高消费", "consumption limits", PerformZh, PerformEn, Change.ToNone),
        new("patents_in_force", "有效专利", "patents in force", "为自有技术申请专利", "apply for patents on your own technology", Change.OneMore),
        new("inventions_in_force", "有效发明专利", "invention patents in force", "为自有技术申请发明专利", "apply for invention patents on your own technology", Change.OneMore),
        new("trademarks_in_force", "有效商标", "trademarks in force", "注册自有商标", "register your own trademark", Change.OneMore),
        new("tech_status", "科技型企业资质", "technology status", "符合条件的，申报高新技术企业或科技型中小企业", "where the conditions are met, apply for high-technology or technology SME status", Change.ToListed),
        new("guarantees_given", "对外担保余额", "guarantees given", "减少为他人担保", "guarantee less for others", Change.DownBy(AHalf)),
    ];

    public static Change? Find(string feature) => s_byFeature.GetValueOrDefault(feature);

    private static readonly Dictionary<string, Change> s_byFeature = All.ToDictionary(c => c.Feature, StringComparer.Ordinal);
}
