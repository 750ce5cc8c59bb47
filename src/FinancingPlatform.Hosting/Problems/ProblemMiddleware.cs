using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace FinancingPlatform.Hosting.Problems;

/// <summary>Exceptions and bare status codes as problems: the exception's text stays in the log, never in the answer.</summary>
public static class ProblemMiddleware
{
    internal static async Task WriteExceptionAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (exception is BadHttpRequestException bad)
        {
            await WriteStatusAsync(context, bad.StatusCode).ConfigureAwait(false);
            return;
        }

        if (IsPassing(exception))
        {
            await WriteStatusAsync(context, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
            return;
        }

        await Problem.From(CommonErrors.Internal, context).WriteAsync(context).ConfigureAwait(false);
    }

    /// <summary>The database is away for the moment: nobody's mistake, and worth trying again.</summary>
    public static bool IsPassing(Exception? exception) => exception is NpgsqlException { IsTransient: true };

    /// <summary>A problem with exactly this status, for an answer that has a status and no body.</summary>
    internal static Task WriteStatusAsync(HttpContext context, int status) =>
        (Problem.From(CommonErrors.ForStatus(status), context) with { Status = status }).WriteAsync(context);

    internal static bool WantsPage(HttpContext context) =>
        MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var types)
        && types.Any(t => t.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
