namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the credit report and of its verification (信用报告和核验页面文字).</summary>
internal static class ReportTexts
{
    public static readonly Text Title = new("信用报告", "Credit report");
    public static readonly Text PrintTitle = new("公共信用信息报告", "Public credit information report");
    public static readonly Text Lead = new(
        "这里是平台掌握的本企业全部记录。出具后得到编号和二维码，任何人可以核验真伪。",
        "Everything that the platform holds about your enterprise. An issued report has a number and a QR code by which anybody can verify it.");
    public static readonly Text Edition = new("报告版式", "Edition");
    public static readonly Text ListVersion = new("共享清单版本", "List version");
    public static readonly Text AsOf = new("截止日期", "As of");
    public static readonly Text IssuedAt = new("出具时间", "Issued at");
    public static readonly Text Serial = new("报告编号", "Serial number");
    public static readonly Text Digest = new("摘要（SHA-256）", "Digest (SHA-256)");
    public static readonly Text VerifyAt = new("核验地址", "Verify at");
    public static readonly Text Identity = new("基本信息", "Basic information");
    public static readonly Text Counts = new("信息概况（条）", "Summary counts");
    public static readonly Text PublicPart = new("公开信息", "Public part");
    public static readonly Text AuthorisedPart = new("授权信息", "Authorised part");
    public static readonly Text Block = new("信息块", "Block");
    public static readonly Text NoInformation = new("暂无信息（不等于没有）", "no information (which does not mean none)");
    public static readonly Text UnknownFields = new("暂无信息", "No information");
    public static readonly Text Newest = new("仅列最近 {0} 条，共 {1} 条", "the newest {0} of {1}");
    public static readonly Text Disputed = new("有异议，处理中", "Disputed, being examined");
    public static readonly Text Statement = new("主体说明：", "Statement of the subject:");
    public static readonly Text Source = new("提供单位", "Source");
    public static readonly Text KnownAt = new("平台收到时间", "Known at");
    public static readonly Text Object = new("提出异议", "Object");

    public static readonly Text Issue = new("出具报告", "Issue a report");
    public static readonly Text IssueDone = new("报告已出具。", "The report was issued.");
    public static readonly Text IssuedTitle = new("已出具的报告", "Issued reports");
    public static readonly Text IssuedLead = new("扫描二维码或输入编号可核验。", "Scan the code or type the number to verify.");
    public static readonly Text QrCode = new("二维码", "QR code");
    public static readonly Text QrAlt = new("核验报告 {0} 的二维码", "QR code that verifies report {0}");
    public static readonly Text IssuedNone = new("还没有出具报告。", "No report has been issued yet.");
    public static readonly Text Current = new("内容未变", "Unchanged since");
    public static readonly Text Changed = new("内容已变化", "Changed since");
    public static readonly Text ActionColumn = new("操作", "Actions");
    public static readonly Text DownloadPdf = new("下载 PDF", "PDF");
    public static readonly Text DownloadJson = new("下载 JSON", "JSON");
    public static readonly Text Verify = new("核验", "Verify");
    public static readonly Text NewTicket = new("生成一次性授权码", "Make a one-time code");
    public static readonly Text TicketLead = new(
        "把授权码和报告编号交给部门，部门可通过接口取得这份报告一次，有效期 7 天。授权码只显示这一次。",
        "Give this code and the serial number to a department: it can fetch this report over the interface once, within 7 days. The code is shown only now.");
    public static readonly Text Ticket = new("一次性授权码", "One-time code");
    public static readonly Text TicketUntil = new("有效期至", "Valid until");

    public static readonly Text VerifyTitle = new("核验信用报告", "Verify a credit report");
    public static readonly Text VerifyLead = new(
        "输入报告上的 32 位编号，或扫描二维码。核验只显示状态、日期和摘要，不显示内容。",
        "Type the 32 characters of the serial number or scan the QR code. Verification shows state, dates and digest, no content.");
    public static readonly Text State = new("状态", "State");
    public static readonly Text StateValid = new("有效", "Valid");
    public static readonly Text StateValidText = new("报告内容与平台当前记录一致。", "The report says what the platform's records say now.");
    public static readonly Text StateSuperseded = new("已被更新", "Superseded");
    public static readonly Text StateSupersededText = new("记录已变化或已有新报告。请向企业索取新报告。", "Records have changed or a newer report exists. Ask the enterprise for a new one.");
    public static readonly Text StateWithdrawn = new("已失效", "Withdrawn");
    public static readonly Text StateWithdrawnText = new(
        "报告中的记录经信用修复等程序已撤下，不得再使用这份报告。", "A record in it was removed, for example after credit repair. This report must no longer be used.");
    public static readonly Text Compare = new("比对摘要", "Compare the digest");
    public static readonly Text CompareLabel = new("纸质报告上的摘要（64 位）", "Digest printed on the report (64 characters)");
    public static readonly Text CompareSame = new("摘要一致：纸质报告未被改动。", "The digests agree: it is the report that was issued.");
    public static readonly Text CompareOther = new("摘要不一致：这不是平台出具的报告，或有改动。", "The digests differ: this is not the report that was issued, or it was altered.");
    public static readonly Text UseTitle = new("登记用途", "State the use");
    public static readonly Text UseLead = new("部门使用报告时登记用途，只计数，不记录姓名。", "A department states what it uses the report for. Only counts are kept, no names.");
    public static readonly Text UseLabel = new("应用领域", "Field of use");
    public static readonly Text UseSend = new("登记", "Record");
    public static readonly Text UseDone = new("用途已登记。", "The use was recorded.");
}
