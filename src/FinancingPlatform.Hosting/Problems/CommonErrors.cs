using FinancingPlatform.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FinancingPlatform.Hosting.Problems;

/// <summary>Failures that the web server finds before any part sees the request (通用错误).</summary>
public static class CommonErrors
{
    /// <summary>The body is not what its media type says, or a value does not parse.</summary>
    public static Error Malformed { get; } = new(ErrorKind.Invalid, "malformed-request", "请求格式不正确，请对照接口文档检查后重发", "The request is malformed; check it against the API's description and send it again");

    /// <summary>The body is above its limit.</summary>
    public static Error BodyTooLarge { get; } = new(ErrorKind.TooLarge, "body-too-large", "请求体超过上限，请拆分后重发", "The body is above the limit; split it and send it again");

    /// <summary>The body's media type is not one that is taken here.</summary>
    public static Error UnsupportedMediaType { get; } = new(ErrorKind.Invalid, "unsupported-media-type", "请求体的类型不受理，请对照接口文档设置 Content-Type", "The body's media type is not taken here; set Content-Type as the API's description says") { Field = "Content-Type" };

    /// <summary>No such address.</summary>
    public static Error NoSuchAddress { get; } = new(ErrorKind.NotFound, "not-found", "没有这个地址，请检查路径", "There is nothing at this address; check the path");

    /// <summary>Not signed in, or the token is missing.</summary>
    public static Error SignInFirst { get; } = new(ErrorKind.Unauthenticated, "unauthenticated", "请先登录或出示令牌", "Sign in, or present a token, first");

    /// <summary>Known, but may not.</summary>
    public static Error NotAllowed { get; } = new(ErrorKind.Forbidden, "forbidden", "没有权限执行此操作", "You may not do this");

    /// <summary>Asked too often.</summary>
    public static Error TooMany { get; } = new(ErrorKind.TooMany, "too-many-requests", "请求过于频繁，请稍后再试", "Too many requests; wait and try again") { RetryAfterSeconds = 1 };

    /// <summary>It took longer than its limit, or something that it needs is away.</summary>
    public static Error Unavailable { get; } = new(ErrorKind.Unavailable, "unavailable", "服务暂时不可用，请稍后重试", "The service is not available for now; try again shortly") { RetryAfterSeconds = 5 };

    /// <summary>An unexpected failure; a client may try again and otherwise tells the operator the correlation id.</summary>
    public static Error Internal { get; } = new(ErrorKind.Unexpected, "internal-error", "系统内部错误，请将关联编号告知运维人员", "Something went wrong here; tell the operator the correlation id");

    internal static Error ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => SignInFirst,
        StatusCodes.Status403Forbidden => NotAllowed,
        StatusCodes.Status404NotFound => NoSuchAddress,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => TooMany,
        >= StatusCodes.Status500InternalServerError => Unavailable,
        _ => Malformed,
    };
}
