using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Http;

/// <summary>The Idempotency-Key header: required on every POST that changes something.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public static Result<string> Of(HttpContext context)
    {
        var values = context.Request.Headers[Header];
        return values is [{ Length: > 0 and <= BankApiLimits.IdempotencyKeyLength } key] && key.All(c => c is > ' ' and < '\u007f')
            ? key
            : BankApiErrors.IdempotencyKey;
    }
}
