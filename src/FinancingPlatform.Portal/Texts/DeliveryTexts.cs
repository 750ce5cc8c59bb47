namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the pages about deliveries (报送批次页面文字).</summary>
internal static class DeliveryTexts
{
    public static readonly Text Nav = new("报送批次", "Deliveries");
    public static readonly Text Title = new("报送批次", "Deliveries");
    public static readonly Text Lead = new(
        "每一批：收到 = 新增 + 新版本 + 重复 + 依法不收 + 退回，总是相等。退回的行可在页面更正。",
        "Of each: received = new + new version + duplicate + withheld + rejected, always. Rejected rows can be mended here.");
    public static readonly Text Number = new("批次", "Delivery");
    public static readonly Text Finished = new("入库时间", "Imported at");
    public static readonly Text New = new("新增", "New");
    public static readonly Text Version = new("新版本", "New version");
    public static readonly Text FileName = new("文件", "File");
    public static readonly Text OnlyRejected = new("只看有退回的", "Only with rejections");
    public static readonly Text None = new("没有符合条件的批次。", "No delivery fits.");
    public static readonly Text Unfinished = new("未入库的报送", "Not imported");
    public static readonly Text StuckLead = new(
        "平台多次未能入库的报送会挡住同一部门同一信息项后面的报送。先排除故障；确实不能入库的，搁置后其他报送继续，部门会读到原因并重新报送。",
        "A delivery that the platform failed to import several times holds back the later ones of its department and item. Mend the cause first; set it aside only if it cannot be imported: the others go on, and the department reads why and delivers anew.");
    public static readonly Text Attempts = new("已尝试 {0} 次", "{0} attempts");
    public static readonly Text SetAside = new("搁置", "Set aside");
    public static readonly Text SetAsideDone = new("已搁置；同一部门后面的报送继续入库。", "Set aside; the later deliveries of the department go on.");
    public static readonly Text NotStuck = new("该报送已入库、已结束，或平台尚未多次失败，不能搁置。", "The delivery is imported or ended, or has not failed often enough to be set aside.");

    /// <summary>What the department reads.</summary>
    public static readonly Text SetAsideReason = new(
        "平台未能入库该报送，运维人员已搁置，内容未入库；请用新的标识重新报送。",
        "The platform could not import the delivery and its operator set it aside; nothing of it is in. Deliver anew under a new id.");

    public static readonly Text Opened = new("开始报送", "Opened");
    public static readonly Text NotFinished = new("未完成", "not finished");
    public static readonly Text Balanced = new("对账相符", "balanced");
    public static readonly Text NotBalanced = new("对账不符", "not balanced");
    public static readonly Text Digest = new("文件摘要（SHA-256）", "Digest of the file (SHA-256)");
    public static readonly Text Mends = new("更正自", "Mends");
    public static readonly Text MendsRow = new("批次 {0} 第 {1} 行", "delivery {0}, line {1}");
    public static readonly Text Rejections = new("退回的行", "Rejected rows");
    public static readonly Text RejectionsKept = new("保留 {0} 行，共退回 {1} 行", "{0} kept of {1} rejected");
    public static readonly Text NoRejections = new("没有退回的行。", "No row was rejected.");
    public static readonly Text Download = new("下载退回文件", "Download the rejected file");
    public static readonly Text Line = new("行", "Line");
    public static readonly Text Value = new("填报值", "Value");
    public static readonly Text Mend = new("更正", "Mend");
    public static readonly Text Mended = new("已更正", "mended");
    public static readonly Text MendWaits = new("更正待入库", "waits to be imported");
    public static readonly Text MendAgain = new("再次更正", "mend again");
    public static readonly Text MendFailed = new("更正又被退回", "rejected again");
    public static readonly Text MendInFile = new("请在原文件中更正后重新报送", "mend it in the file and deliver again");
    public static readonly Text MendTitle = new("更正退回的行", "Mend a rejected row");
    public static readonly Text MendLead = new(
        "更正后作为新的一批入库，与原批次关联；原批次的对账不变。个人信息不在平台保留，需要时请重新填写。",
        "The mended row is delivered anew, linked to the first delivery, whose balance stays. Personal cells are not kept here; fill them in again where needed.");
    public static readonly Text MendSend = new("提交入库", "Deliver the row");
    public static readonly Text MendSent = new("已提交，几秒后入库。", "Delivered; it is imported within seconds.");
    public static readonly Text MendUnknown = new("该行不存在或内容已依法移除。", "There is no such row, or its content was removed by law.");
    public static readonly Text MendDone = new("该行已更正，或正在入库，不能重复提交。", "The row is mended or waits to be imported; it is not delivered twice.");
    public static readonly Text MendUnchanged = new("没有更改任何单元格，平台会再次退回。", "No cell was changed; the row would be rejected again.");
    public static readonly Text MendTooLong = new("单元格不得超过 {0} 个字符：{1}", "A cell holds at most {0} characters: {1}");
    public static readonly Text CutCell = new("原内容过长，只保留了前 {0} 个字符", "the cell was longer; only its first {0} characters were kept");
    public static readonly Text Personal = new("个人信息，未保留", "personal, not kept");
    public static readonly Text Required = new("必填", "required");
    public static readonly Text Key = new("业务编号", "Key");
    public static readonly Text Wan = new("万元", "units of 10,000 yuan");

    /// <summary>Where a delivery stands.</summary>
    public static Text StateOf(string state) => state switch
    {
        "open" => new("报送中", "being sent"),
        "complete" => new("待入库", "waits for import"),
        "failed" => new("未能入库", "could not be imported"),
        "expired" => new("已过期", "expired"),
        _ => new("已入库", "imported"),
    };
}
