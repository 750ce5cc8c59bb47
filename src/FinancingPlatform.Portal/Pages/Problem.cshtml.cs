using System.Diagnostics.CodeAnalysis;
using FinancingPlatform.Hosting.Correlation;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages;

/// <summary>The page for every answer without a body of its own (错误页).</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[SuppressMessage("Security", "S4502", Justification = "It changes nothing, and it must render when a form's token was refused.")]
public sealed class ProblemModel : PageModel
{
    /// <summary>The HTTP status that this page explains.</summary>
    public int Status { get; private set; }

    /// <summary>Heading for the status.</summary>
    public Text Heading { get; private set; } = SharedTexts.ProblemServer;

    /// <summary>What happened and what to do.</summary>
    public Text Explanation { get; private set; } = SharedTexts.ProblemServerText;

    /// <summary>Number under which the failure stands in the logs.</summary>
    public string Reference => HttpContext.GetCorrelationId();

    /// <summary>Renders the explanation of <paramref name="status"/>; an unexpected exception comes without one.</summary>
    public void OnGet(int? status) => Explain(status ?? StatusOf(HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error));

    /// <summary>A failed POST is re-executed as a POST.</summary>
    public void OnPost(int? status) => Explain(status ?? StatusOf(HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error));

    // Without a failure behind it the address is one like any other that leads nowhere.
    private static int StatusOf(Exception? failure) =>
        failure is null ? StatusCodes.Status404NotFound
        : ProblemMiddleware.IsPassing(failure) ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status500InternalServerError;

    private void Explain(int status)
    {
        Status = status is >= 400 and <= 599 ? status : StatusCodes.Status404NotFound;
        (Heading, Explanation) = Status switch
        {
            StatusCodes.Status401Unauthorized => (SharedTexts.ProblemSignIn, SharedTexts.ProblemSignInText),
            StatusCodes.Status403Forbidden => (SharedTexts.ProblemForbidden, SharedTexts.ProblemForbiddenText),
            StatusCodes.Status404NotFound => (SharedTexts.ProblemNotFound, SharedTexts.ProblemNotFoundText),
            StatusCodes.Status429TooManyRequests => (SharedTexts.ProblemTooMany, SharedTexts.ProblemTooManyText),
            < 500 => (SharedTexts.ProblemBadRequest, SharedTexts.ProblemBadRequestText),
            _ => (SharedTexts.ProblemServer, SharedTexts.ProblemServerText),
        };
        Response.StatusCode = Status;
    }
}
