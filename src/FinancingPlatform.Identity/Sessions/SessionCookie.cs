using Microsoft.AspNetCore.Http;

namespace FinancingPlatform.Identity.Sessions;

/// <summary>The cookie that holds the session's secret (会话 Cookie).</summary>
public static class SessionCookie
{
    /// <summary>The prefix makes browsers insist on Secure, path / and no domain; they count http://localhost as secure.</summary>
    public const string Name = "__Host-session";

    /// <summary>Longest value read; ours has 43 characters.</summary>
    private const int MaxLength = 100;

    /// <summary>Sets the cookie.</summary>
    public static void Set(HttpResponse response, OpenSession session)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(session);
        response.Cookies.Append(Name, session.Token, Options(session.ExpiresAt));
    }

    /// <summary>Takes the cookie back.</summary>
    public static void Clear(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Cookies.Delete(Name, Options(expires: null));
    }

    /// <summary>The secret; null without a cookie.</summary>
    public static string? Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Cookies.TryGetValue(Name, out var token) && token.Length is > 0 and <= MaxLength ? token : null;
    }

    // Lax: a link from a bank's page to an authorisation must find the person signed in; forms carry antiforgery tokens besides.
    private static CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
        Expires = expires,
    };
}
