using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Lending.Posts;

/// <summary>Why a bank's post is refused (回传被拒原因). The codes come from the gate functions in the database; the words are here.</summary>
public static class LendingErrors
{
    /// <summary>Code of a proof of possession that was spent before.</summary>
    public const string ProofReplayed = "proof-replayed";

    private static readonly Dictionary<string, Error> s_byCode = new Error[]
    {
        new(ErrorKind.NotFound, "enterprise-unknown", "没有这个统一社会信用代码的企业，请核对。", "No enterprise has this unified social credit code; check it."),
        new(ErrorKind.Forbidden, "no-return-authorisation", "企业没有给予有效的回传授权。请先请企业授权回传，再报送。",
            "The enterprise has given no live authorisation of the return leg. Ask it to authorise the return, then post."),
        new(ErrorKind.Invalid, "dates-out-of-order", "日期先后不符：授信不得早于授权；放款须在授信期内且不晚于今天；到期须晚于放款。",
            "The dates are out of order: a line must not begin before its authorisation; a loan must be disbursed within its line's period and not in the future; it is due later."),
        new(ErrorKind.Conflict, "line-already-posted", "这个授信编号已报送过。更正请用新的版本，不要重复报送。", "This line number was posted already. Corrections are new versions, not second posts."),
        new(ErrorKind.NotFound, "line-unknown", "本行没有这个授信编号，请先报送授信。", "Your bank has no line of this number; post the line first."),
        new(ErrorKind.Conflict, "note-already-posted", "这个借据号已报送过，未重复计入。", "This note was posted already; it was not counted twice."),
        new(ErrorKind.Conflict, "line-exceeded", "超出授信额度：循环授信按余额合计，非循环授信按放款合计。", "Above the line: a revolving line is measured by what is owed, a single one by what was ever disbursed."),
        new(ErrorKind.NotFound, "note-unknown", "本行没有这个借据号，请先报送放款。", "Your bank has no note of this number; post the loan first."),
        new(ErrorKind.Conflict, "event-already-posted", "这个流水号在该借据下已报送过，未重复计入。更正请说明原因。",
            "This serial number was posted for the note already; it was not counted twice. A correction states its reason."),
        new(ErrorKind.NotFound, "event-unknown", "该借据下没有这种类型的这个流水号，无从更正。", "The note has no event of this kind and serial number to correct."),
        new(ErrorKind.Conflict, "note-full", "一张借据最多报送5000笔变动，这张已满。更正仍可报送；确需继续请联系平台运维人员。",
            "A note takes at most 5,000 events, and this one has them. Corrections are still taken; if it really goes on, ask the platform's operator."),
        new(ErrorKind.Conflict, "balance-exceeded", "金额超过该借据所欠本金。", "The amount is above what the note owes."),
        new(ErrorKind.Conflict, "balance-mismatch", "余额不符：余额须等于期初余额减去截至本笔的已还本金。请查询借据核对。",
            "The balance does not add up: it is the opening balance less all principal repaid up to this event. Read the note and compare."),
        new(ErrorKind.Conflict, "not-backfill", "存量只能是授权生效之前发生的业务。", "Stock is only what happened before the authorisation began."),
        new(ErrorKind.NotFound, "renewed-note-unknown", "本行没有该企业的这个原借据号。", "Your bank has no such note of this enterprise to renew."),
        new(ErrorKind.Conflict, "renewal-exceeds-balance", "无还本续贷不得超过原借据余额；新增部分请另报一笔放款。",
            "A renewal without repayment is at most the old note's balance; post what goes beyond it as a loan of its own."),
        new(ErrorKind.Conflict, "renewed-note-open", "还后续贷要求原借据已结清。", "A renewal after repayment needs the old note to be settled."),
        new(ErrorKind.Conflict, "renewal-fixed", "续贷方式、原借据和金额不能更正，原借据已据此结清。", "How, what and how much was renewed cannot be corrected: the old note was settled by it."),
        new(ErrorKind.NotFound, "need-unknown", "没有这个需求，或企业未向本行开放。", "There is no such need, or it is not open to your bank."),
        new(ErrorKind.Gone, "need-withdrawn", "企业已撤回该需求。", "The firm has taken the need back."),
        new(ErrorKind.Conflict, "need-already-claimed", "本行已认领该需求。", "Your bank holds this need already."),
        new(ErrorKind.Conflict, "need-closed", "该需求已有银行批准，不再接受认领。", "Another bank has approved this need; it takes no more claims."),
        new(ErrorKind.Conflict, "need-taken", "该需求已有三家银行在办，请稍后再试。", "Three banks are working on this need; try again later."),
        new(ErrorKind.Conflict, "need-not-claimed", "请先认领该需求。", "Claim the need first."),
        new(ErrorKind.Conflict, "need-decided", "本行已作出决定。", "Your bank has decided already."),
        new(ErrorKind.NotFound, "item-unknown", "申请中有目录以外或公开的信息项；公开项无须授权。", "An item is not in the catalogue, or is public and needs no authorisation."),
        new(ErrorKind.TooMany, "asked-too-often", "一天内向同一企业最多申请五次。", "At most five requests a day to one enterprise.") { RetryAfterSeconds = 86_400 },
        new(ErrorKind.NotFound, "request-unknown", "没有这个授权申请，或已答复、已撤销。", "There is no such request, or it was answered or taken back."),
        new(ErrorKind.Conflict, "webhooks-enough", "每个客户端最多三个推送地址，请先停用一个。", "A client has at most three webhooks; disable one first."),
        new(ErrorKind.NotFound, "webhook-unknown", "没有这个推送地址，或已停用。", "There is no such webhook, or it is disabled."),
        new(ErrorKind.Forbidden, "not-verified", "请先完成实名认证，再发布融资需求。", "Prove who you are first, then post a need."),
        new(ErrorKind.Conflict, "need-number-taken", "需求编号重复，请重新提交。", "The need's number is taken; send it again."),
        new(ErrorKind.Unauthenticated, "not-signed-in", "请先登录。", "Sign in first."),
        new(ErrorKind.Unauthenticated, ProofReplayed, "DPoP 证明已被使用过。请为每个请求生成新的证明。", "The DPoP proof was used before. Make a new proof for each request."),
        new(ErrorKind.Invalid, "idempotency-key-reused", "这个幂等键已用于另一个请求。新的请求请用新的键。", "This idempotency key belongs to another request. Use a new key for a new request."),
    }.ToDictionary(error => error.Code, StringComparer.Ordinal);

    /// <summary>The error of a code.</summary>
    /// <exception cref="InvalidOperationException">The database gives a code that has no words here: a fault of the two, not of the caller.</exception>
    public static Error Of(string code) =>
        s_byCode.TryGetValue(code, out var error) ? error : throw new InvalidOperationException($"The refusal {code} has no words.");

    internal static Error Field(string field, string code, string zh, string en) => new(ErrorKind.Invalid, code, zh, en) { Field = field };
}
