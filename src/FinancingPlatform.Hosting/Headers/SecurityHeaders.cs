using Microsoft.AspNetCore.Http;

namespace FinancingPlatform.Hosting.Headers;

/// <summary>Headers (安全响应头) that every answer carries unless the host set its own (OWASP Secure Headers).</summary>
internal static class SecurityHeaders
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Permitted-Cross-Domain-Policies", "none"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        // A host with pages replaces this by its own policy; an API's answer loads nothing.
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
        // Answers are about one caller; static files set their own.
        ("Cache-Control", "no-store"),
    ];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(
            static state =>
            {
                var response = (HttpResponse)state;
                foreach (var (name, value) in Always)
                {
                    response.Headers.TryAdd(name, value);
                }

                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    }
}
