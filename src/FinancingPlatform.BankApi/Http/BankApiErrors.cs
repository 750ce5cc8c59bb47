using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Http;

/// <summary>Refusals that belong to the API itself.</summary>
internal static class BankApiErrors
{
    public static Error NotJson { get; } = new(
        ErrorKind.Invalid, "not-json", "请求体须为 application/json。", "The body must be application/json.");

    public static Error NotNdjson { get; } = new(
        ErrorKind.Invalid, "not-ndjson", "请求体须为 application/x-ndjson，每行一个 JSON 对象。", "The body must be application/x-ndjson, one JSON object a line.");

    public static Error BatchSize { get; } = new(
        ErrorKind.Invalid, "batch-size", $"一批须为 1 至 {BankApiLimits.BatchLines} 行，请拆分后重发。", $"A batch has 1 to {BankApiLimits.BatchLines} lines; split it.");

    public static Error IdempotencyKey { get; } = new(
        ErrorKind.Invalid, "idempotency-key-required", $"请在 Idempotency-Key 请求头中给出 1 至 {BankApiLimits.IdempotencyKeyLength} 个可见字符，每个新请求用新的键。",
        $"Send an Idempotency-Key header of 1 to {BankApiLimits.IdempotencyKeyLength} visible characters, a new one for each new request.") { Field = "Idempotency-Key" };

    public static Error ReplayedProof { get; } = new(
        ErrorKind.Unauthenticated, "invalid-dpop-proof", "DPoP 证明已被使用过。请为每个请求生成新的证明。", "The DPoP proof was used before. Make a new proof for each request.");

    public static Error BeyondGrant { get; } = new(
        ErrorKind.Forbidden, "beyond-grant", "请求超出访问令牌的 authorization_details（企业、目的或信息项）。", "The request goes beyond the token's authorization_details (enterprise, purpose or items).");

    public static Error Malformed(string? path) => new(
        ErrorKind.Invalid, "malformed-request", "请求体不符合接口文档：检查拼写、重复字段、类型和日期格式。",
        "The body does not match the API's description: check spelling, duplicate members, types and date formats.") { Field = string.IsNullOrEmpty(path) ? null : path };

    public static Error Field(string field, string zh, string en) => new(ErrorKind.Invalid, "field-invalid", zh, en) { Field = field };
}
