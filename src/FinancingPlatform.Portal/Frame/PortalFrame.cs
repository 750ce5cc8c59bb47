using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Frame;

/// <summary>A link of the main navigation.</summary>
public sealed record FrameLink(string Href, Text Label);

/// <summary>What the frame around a page shows (页面框架): who is signed in, where one can go, whether the data is invented.</summary>
public sealed class PortalFrame(IHttpContextAccessor accessor, IConfiguration configuration)
{
    private static readonly FrameLink[] Enterprise =
    [
        new("/enterprise", SharedTexts.NavStatus),
        new("/enterprise/score", ScoreTexts.Nav),
        new("/enterprise/report", SharedTexts.NavReport),
        new("/enterprise/needs", NeedTexts.Nav),
        new("/enterprise/requests", RequestTexts.Nav),
        new("/enterprise/authorisations", SharedTexts.NavAuthorisations),
        new("/enterprise/accesses", SharedTexts.NavAccesses),
        new("/enterprise/objections", ObjectionTexts.Nav),
        new("/account/passkeys", SharedTexts.NavAccount),
    ];

    private static readonly FrameLink[] Operator =
    [
        new("/operator", SharedTexts.NavOperator),
        new("/operator/sources", SourceTexts.Nav),
        new("/operator/deliveries", DeliveryTexts.Nav),
        new("/operator/codes", CodeTexts.Nav),
        new("/operator/use", UseTexts.Nav),
        new("/operator/decisions", ObjectionTexts.Nav),
        new("/operator/models", ModelTexts.Nav),
        new("/operator/browsing", BrowsingTexts.Nav),
        new("/operator/clients", ClientTexts.Nav),
    ];

    private readonly HttpContext? context = accessor.HttpContext;

    /// <summary>True when every row of this installation is invented (rule: invented data says so).</summary>
    public bool IsDemonstration { get; } = configuration.GetValue("Platform:Demonstration", defaultValue: false);

    /// <summary>Name of the signed-in account; null for a visitor.</summary>
    public string? UserName => context?.User.Identity is { IsAuthenticated: true } identity ? identity.Name : null;

    /// <summary>Path and query of the page, to come back to after the language was switched.</summary>
    public string CurrentPath => context is null || !HttpMethods.IsGet(context.Request.Method)
        ? "/"
        : context.Request.Path + context.Request.QueryString;

    /// <summary>The links that the signed-in role may follow.</summary>
    public IReadOnlyList<FrameLink> Links => context?.User switch
    {
        { } user when user.IsInRole(PortalRoles.Enterprise) => Enterprise,
        { } user when user.IsInRole(PortalRoles.Bank) => [new("/bank", SharedTexts.NavBank)],
        { } user when user.IsInRole(PortalRoles.Regulator) => [new("/regulator", SharedTexts.NavRegulator)],
        { } user when user.IsInRole(PortalRoles.Operator) => Operator,
        _ => [],
    };

    /// <summary>The longest link that is a prefix of the page's path is the current one.</summary>
    public bool IsCurrent(FrameLink link) =>
        Links.Where(l => context!.Request.Path.StartsWithSegments(l.Href, StringComparison.Ordinal))
            .MaxBy(l => l.Href.Length) == link;
}
