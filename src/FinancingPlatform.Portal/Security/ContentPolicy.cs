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

    private const string FormAction = "form-action 'self'";
    private static readonly object s_formAnswer = new();

    /// <summary>On this answer a form may lead on to one more site: the bank's, when the enterprise answers its request.</summary>
    public static void AllowFormAnswerFrom(this HttpContext context, Uri address) => context.Items[s_formAnswer] = address.GetLeftPart(UriPartial.Authority);

    public static IApplicationBuilder UseContentPolicy(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            context.Response.Headers.ContentSecurityPolicy = context.Items[s_formAnswer] is string site
                ? Policy.Replace(FormAction, $"{FormAction} {site}", StringComparison.Ordinal)
                : Policy;
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
