namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the pages about use (使用反馈页面文字).</summary>
internal static class UseTexts
{
    public static readonly Text Nav = new("使用反馈", "Use");
    public static readonly Text Title = new("数据使用反馈", "Use of what departments deliver");
    public static readonly Text Lead = new(
        "各部门报送的数据按月被用了多少次：银行查询、信用报告、评分。只有次数，没有企业。每天更新一次，月末后再定稿一次。",
        "How often each department's records were used by month: banks' looks, credit reports, scores. Counts only, no enterprise. Counted once a day, and once more when a month is over.");
    public static readonly Text From = new("自", "From");
    public static readonly Text To = new("至", "to");
    public static readonly Text Department = new("部门", "Department");
    public static readonly Text AllDepartments = new("全部部门", "Every department");
    public static readonly Text Month = new("月份", "Month");
    public static readonly Text Item = new("信息项", "Item");
    public static readonly Text Looks = new("银行查询", "Looks");
    public static readonly Text Reports = new("信用报告", "Reports");
    public static readonly Text Scores = new("评分企业", "Enterprises scored");
    public static readonly Text None = new("所选月份还没有使用记录。", "Nothing was used in these months.");
    public static readonly Text Letter = new("告知函", "Letter");
    public static readonly Text LetterTitle = new("关于数据使用情况的告知函", "Letter on the use of your data");
    public static readonly Text LetterTo = new("{0}：", "To {0}:");
    public static readonly Text LetterBody = new(
        "贵单位向泰安市融资信用服务平台共享的数据，{0} 至 {1} 期间的使用情况如下。感谢支持；数据的及时和准确直接影响企业融资。",
        "The data that you share with Tai'an's financing credit service platform was used as follows from {0} to {1}. Thank you: its timeliness and accuracy decide on what firms can borrow.");
    public static readonly Text LetterTotal = new("合计：银行查询 {0} 次，信用报告 {1} 份，评分企业 {2} 户次。", "In total: {0} looks, {1} reports, {2} enterprises scored.");
    public static readonly Text LetterNote = new(
        "银行查询指经企业授权并已读取的查询；同一次查询涉及多个信息项的，每项各计一次。评分企业指当月评分时读到贵单位数据的企业。",
        "Looks are those that an enterprise authorised and a bank read; one look at several items counts for each. Enterprises scored are those whose score of the month had your data to read.");
    public static readonly Text LetterCounted = new("统计时间：{0}", "Counted at {0}");
    public static readonly Text LetterSigned = new("泰安市融资信用服务平台运营机构", "Operator of Tai'an's financing credit service platform");
    public static readonly Text Print = new("用浏览器打印或存为 PDF。", "Print it, or save it as PDF, with the browser.");
}
