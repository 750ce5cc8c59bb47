namespace FinancingPlatform.Portal.Security;

/// <summary>The Content-Security-Policy of every page (内容安全策略): nothing but this host's own files runs, frames or is sent to. The other
/// headers are those of every host.</summary>
internal static class ContentPolicy
{
    /// <summary>No inline script or style anywhere, so no nonce is needed. <c>data:</c> images are the style sheet's own icons.
    /// Content Security Policy Level 3.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

    public static IApplicationBuilder UseContentPolicy(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
