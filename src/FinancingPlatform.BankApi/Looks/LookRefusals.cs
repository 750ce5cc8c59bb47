using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Looks;

/// <summary>The gate's refusals in words. The gate has recorded each of them.</summary>
internal static class LookRefusals
{
    private static readonly Dictionary<string, Error> s_byCode = new Error[]
    {
        Refused("enterprise-unknown", "没有这个统一社会信用代码的企业，请核对。", "No enterprise has this unified social credit code; check it."),
        Refused("no-authorisation", "企业没有授权本行查询。请先请企业授权。", "The enterprise has not authorised your bank. Ask it to authorise the look first."),
        Refused("authorisation-revoked", "企业已撤回授权。", "The enterprise has withdrawn its authorisation."),
        Refused("authorisation-paused", "授权已暂停。", "The authorisation is paused."),
        Refused("authorisation-not-yet-valid", "授权尚未生效。", "The authorisation is not valid yet."),
        Refused("authorisation-expired", "授权已到期。请企业重新授权。", "The authorisation has expired. Ask the enterprise to authorise again."),
        Refused("authorisation-wrong-purpose", "授权不包括这个目的。", "The authorisation is for another purpose."),
        Refused(
            "authorisation-too-narrow", "授权不包括所请求的全部信息项（未写 items 时，指答复所需的全部项）。请在 items 中只写授权包括的项，或请企业扩大授权。",
            "The authorisation does not cover all of the items asked for (without items: all that the answer needs). Name in items only what it covers, or ask the enterprise for a wider authorisation."),
        Refused("authorisation-used-up", "授权的查询次数已用完。", "The looks of the authorisation are used up."),
        new(ErrorKind.NotFound, "score-missing", "该企业暂无评分，请稍后再试；本次查询不计授权次数。", "The enterprise has no score yet; try again later. This look costs no use of the authorisation."),
    }.ToDictionary(error => error.Code, StringComparer.Ordinal);

    /// <summary>The gate's refusals.</summary>
    public static IEnumerable<Error> OfGate => s_byCode.Values.Where(error => error.Kind == ErrorKind.Forbidden);

    /// <summary>All of them, with a score that is missing.</summary>
    public static IEnumerable<Error> All => s_byCode.Values;

    public static Error Of(string code) =>
        s_byCode.TryGetValue(code, out var error) ? error : throw new InvalidOperationException($"The gate's refusal {code} has no words.");

    private static Error Refused(string code, string zh, string en) => new(ErrorKind.Forbidden, code, zh, en);
}
