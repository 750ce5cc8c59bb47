using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Portal.Texts;

/// <summary>The language of the page being rendered (当前界面语言): Chinese unless the visitor's cookie asks for English.</summary>
public sealed class PageLanguage(IHttpContextAccessor accessor)
{
    /// <summary>Cookie that keeps the visitor's choice; a preference, not personal data.</summary>
    public const string CookieName = "lang";

    /// <summary>The chosen language.</summary>
    public PageTongue Tongue { get; } =
        string.Equals(accessor.HttpContext?.Request.Cookies[CookieName], "en", StringComparison.Ordinal)
            ? PageTongue.English
            : PageTongue.Chinese;

    /// <summary>Value of the <c>lang</c> attribute (BCP 47).</summary>
    public string HtmlLang => Tongue == PageTongue.English ? "en" : "zh-CN";

    /// <summary>The text in the chosen language.</summary>
    public string this[Text text] => text.In(Tongue);

    /// <summary>The text with its <c>{0}</c> places filled.</summary>
    public string Format(Text text, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, text.In(Tongue), values);

    /// <summary>An error's message in the chosen language.</summary>
    public string Of(Error error) => Tongue == PageTongue.English ? error.MessageEn : error.MessageZh;

    /// <summary>One of two strings that come from data.</summary>
    public string Pick(string? zh, string? en) => (Tongue == PageTongue.English ? en ?? zh : zh ?? en) ?? "";
}
