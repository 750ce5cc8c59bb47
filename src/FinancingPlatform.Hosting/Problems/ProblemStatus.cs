using FinancingPlatform.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FinancingPlatform.Hosting.Problems;

/// <summary>The one place (错误到 HTTP 状态的唯一映射) that turns the sort of an expected failure into an HTTP status and a type URI (RFC 9457).</summary>
public static class ProblemStatus
{
    /// <summary>Prefix of every problem type; the code follows. Stable: clients compare it, nothing needs to answer there.</summary>
    public const string TypePrefix = "https://financing-platform.example/problems/";

    // Well-formed requests whose meaning contradicts itself: 422 (RFC 9110 §15.5.21), as a client must not mend the syntax.
    private static readonly HashSet<string> Semantic = new(StringComparer.Ordinal) { "idempotency-key-reused", "dates-out-of-order" };

    /// <summary>HTTP status of an expected failure.</summary>
    public static int Of(Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Kind switch
        {
            ErrorKind.Invalid when error.Code == CommonErrors.UnsupportedMediaType.Code => StatusCodes.Status415UnsupportedMediaType,
            ErrorKind.Invalid when Semantic.Contains(error.Code) => StatusCodes.Status422UnprocessableEntity,
            ErrorKind.Invalid => StatusCodes.Status400BadRequest,
            ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.Gone => StatusCodes.Status410Gone,
            ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
            ErrorKind.Unexpected => StatusCodes.Status500InternalServerError,
            ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        };
    }

    /// <summary>Stable type URI of a code.</summary>
    public static string TypeOf(string code) => TypePrefix + code;
}
