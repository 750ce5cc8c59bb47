namespace FinancingPlatform.Lending.Needs;

/// <summary>Why a bank says no to a need (拒绝原因), and what that means for the firm (rule C6).</summary>
/// <param name="Code">As the bank sends it.</param>
/// <param name="MeaningZh">For the bank's officer, Chinese.</param>
/// <param name="MeaningEn">For the bank's officer, English.</param>
/// <param name="AdviceZh">Plain advice for the firm, Chinese.</param>
/// <param name="AdviceEn">Plain advice for the firm, English.</param>
public sealed record RefusalCode(string Code, string MeaningZh, string MeaningEn, string AdviceZh, string AdviceEn);

/// <summary>The codes. A bank's internal note has no place here: it never leaves the bank.</summary>
public static class RefusalCodes
{
    /// <summary>Every code.</summary>
    public static IReadOnlyList<RefusalCode> All { get; } =
    [
        new("credit-record", "信用记录不符合要求", "The credit record does not meet the bank's rules",
            "请在“信用报告”中查看不良记录；已履行义务的可申请信用修复，有误的可提出异议。", "Look at your credit report: what was settled can be repaired, what is wrong can be disputed."),
        new("revenue-unproved", "经营收入不足或无法核实", "Revenue is too low or cannot be verified",
            "可授权银行查询发票、纳税信息，或补充流水后再申请。", "Authorise the bank to look at invoices and tax, or bring account statements, and ask again."),
        new("debt-too-high", "负债偏高", "Existing debt is too high", "先偿还部分贷款或降低申请金额，再提出需求。", "Repay part of what you owe or ask for less."),
        new("guarantee-missing", "担保不足", "The guarantee is not enough", "可联系政府性融资担保机构，或改选信用类产品。", "Ask a public guarantee company, or choose a product on credit alone."),
        new("purpose-unsupported", "用途不符合产品要求", "The product does not serve this purpose", "请选择与用途相符的产品，或说明用途并附合同。", "Choose a product for this purpose, or explain it with a contract."),
        new("industry-unsupported", "行业不在支持范围", "The bank does not lend to this industry", "请选择支持本行业的产品或其他银行。", "Choose another bank or a product for your industry."),
        new("materials-incomplete", "材料不完整", "Documents are missing", "请按产品说明补齐材料后重新提出。", "Complete the documents that the product names and ask again."),
        new("amount-out-of-range", "金额或期限超出产品范围", "Amount or term is outside the product", "请调整金额或期限，或选择其他产品。", "Change the amount or the term, or choose another product."),
        new("firm-withdrew", "企业放弃申请", "The firm withdrew", "您已放弃本次申请，可随时重新提出。", "You withdrew; you may ask again at any time."),
        new("duplicate", "与在办需求重复", "The need repeats one in progress", "您已有相同需求在办理，请等待结果。", "The same need is in progress; wait for its result."),
        new("not-disclosed-by-law", "依法不予告知", "Not disclosed by law", "银行依法不能告知具体原因。您可以联系其他银行。", "The law does not let the bank name the reason. You may turn to another bank."),
    ];

    /// <summary>True for a code of the list.</summary>
    public static bool IsKnown(string code) => All.Any(known => known.Code == code);
}
