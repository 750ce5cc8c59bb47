using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Correlation;
using Microsoft.AspNetCore.Http;

namespace FinancingPlatform.Hosting.Problems;

/// <summary>A failure as an API tells it (问题详情, RFC 9457), in both languages, with the id that finds it in the logs.</summary>
public sealed record Problem
{
    internal const string MediaType = "application/problem+json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Readable Chinese; application/problem+json with nosniff is never read as a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Stable URI of the sort of problem.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>For people, English.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>For people, Chinese.</summary>
    [JsonPropertyName("title_zh")]
    public required string TitleZh { get; init; }

    /// <summary>HTTP status.</summary>
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>The last part of the type, for programs that switch on it.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Input field that is wrong, when it is one.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>Seconds after which the same request may succeed.</summary>
    [JsonPropertyName("retry_after_seconds")]
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Number of the sandbox's case that made this answer; null elsewhere.</summary>
    [JsonPropertyName("sandbox_case")]
    public string? SandboxCase { get; init; }

    /// <summary>Finds the request in the logs and traces.</summary>
    [JsonPropertyName("correlation_id")]
    public required string CorrelationId { get; init; }

    /// <summary>The problem of an expected failure.</summary>
    public static Problem From(Error error, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(context);
        return new Problem
        {
            Type = ProblemStatus.TypeOf(error.Code),
            Title = error.MessageEn,
            TitleZh = error.MessageZh,
            Status = ProblemStatus.Of(error),
            Code = error.Code,
            Field = error.Field,
            RetryAfterSeconds = error.RetryAfterSeconds,
            CorrelationId = context.GetCorrelationId(),
        };
    }

    /// <summary>Answers with it: status, Retry-After, body.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsJsonAsync(this, Json, MediaType, context.RequestAborted).ConfigureAwait(false);
    }
}
