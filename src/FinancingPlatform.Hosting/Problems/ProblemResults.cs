using FinancingPlatform.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Hosting.Problems;

/// <summary>Answers with an expected failure (以问题详情应答): for endpoints, page handlers and middleware.</summary>
public static class ProblemResults
{
    /// <summary>The failure as an endpoint's result.</summary>
    public static IResult ToProblem(this Error error) => new ProblemResult(error);

    /// <summary>The failure as a page handler's result, for handlers that answer scripts.</summary>
    public static IActionResult ToProblemAction(this Error error) => new ProblemResult(error);

    /// <summary>The value turned into an answer, or the failure.</summary>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> ok)
    {
        ArgumentNullException.ThrowIfNull(ok);
        return result.Match(ok, error => error.ToProblem());
    }

    /// <summary>An answer without a body, or the failure.</summary>
    public static IResult ToHttp(this Result result) => result.Match(() => Results.NoContent(), error => error.ToProblem());

    /// <summary>Writes the failure from a middleware.</summary>
    public static Task WriteProblemAsync(this HttpContext context, Error error) => Problem.From(error, context).WriteAsync(context);

    private sealed class ProblemResult(Error error) : IResult, IActionResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteProblemAsync(error);

        public Task ExecuteResultAsync(ActionContext context) => context.HttpContext.WriteProblemAsync(error);
    }
}
