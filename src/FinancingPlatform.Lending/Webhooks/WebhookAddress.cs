using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.Lending.Webhooks;

/// <summary>Where a bank wants to be told (推送地址).</summary>
/// <param name="Url">An absolute https address without user, query secrets or fragment.</param>
public sealed record WebhookAddress(string Url) : IPost
{
    /// <summary>Longest address.</summary>
    public const int MaxLength = 500;

    /// <inheritdoc/>
    public string PostKind() => "webhook";

    /// <inheritdoc/>
    public Result Check() =>
        Uri.TryCreate(Url, UriKind.Absolute, out var uri) && Url.Length <= MaxLength && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && !Url.Any(char.IsControl)
            ? Result.Ok
            : LendingErrors.Field("url", "webhook-address", "推送地址须为不含用户信息和片段的 https 绝对地址。", "A webhook is an absolute https address without user and fragment.");

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.WebhookAddress);
}

/// <summary>A bank no longer wants to be told there (停用推送).</summary>
/// <param name="WebhookId">The webhook.</param>
public sealed record WebhookDisabled(Guid WebhookId) : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "webhook-disabled";

    /// <inheritdoc/>
    public Result Check() => Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.WebhookDisabled);
}
