using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>
/// Many posts in one request (批量报送): NDJSON, one outcome line for each input line, in order. Each line is a transaction of its own under a key
/// made of the batch's key and the line's number, so a batch that was cut off is sent again as it was and doubles nothing.
/// </summary>
internal static class BatchEndpoint
{
    private const string MediaType = "application/x-ndjson";

    private static readonly Dictionary<string, Func<JsonElement, Result<IPost>>> s_readers = new(StringComparer.Ordinal)
    {
        ["credit-line"] = Reader(BankApiJson.Default.CreditLineRequest),
        ["loan"] = Reader(BankApiJson.Default.LoanRequest),
        ["repayment"] = Reader(BankApiJson.Default.RepaymentRequest),
        ["overdue"] = Reader(BankApiJson.Default.OverdueRequest),
        ["classification"] = Reader(BankApiJson.Default.ClassificationRequest),
        ["write-off"] = Reader(BankApiJson.Default.WriteOffRequest),
        ["extension"] = Reader(BankApiJson.Default.ExtensionRequest),
    };

    public static void MapBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/batches", PostAsync)
            .WithName("PostBatch").WithSummary("批量报送 / Post a batch")
            .WithDescription(
                "Each line is {\"kind\":…,\"post\":{…}}; kinds: credit-line, loan, repayment, overdue, classification, write-off, extension. One outcome line for each input line. "
                + "Send a batch that was cut off again with the same Idempotency-Key: what was accepted is answered alike, refused lines may be mended in place.")
            .WithMetadata(new RequestSizeLimitAttribute(BankApiLimits.BatchBytes))
            .Accepts<BatchLine>(MediaType)
            .Produces<BatchOutcome>(StatusCodes.Status200OK, MediaType)
            .IsIdempotent().TakesNdjson().Refuses(BankApiErrors.BatchSize)
            .WithRequestTimeout(TimeSpan.FromSeconds(BankApiLimits.BatchSeconds));

    private static async Task<IResult> PostAsync(HttpContext context, BankPosting posting, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(context);
        if (!key.IsOk)
        {
            return key.Error.ToProblem();
        }

        if (context.Request.ContentType?.Split(';')[0].Trim() is not MediaType)
        {
            return BankApiErrors.NotNdjson.ToProblem();
        }

        if (context.Request.ContentLength > BankApiLimits.BatchBytes)
        {
            return CommonErrors.BodyTooLarge.ToProblem();
        }

        // Whole before the first answer: a client that sends all before it reads would otherwise wait for us as we wait for it.
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancellationToken);
        var lines = Lines(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return lines.Count is 0 or > BankApiLimits.BatchLines
            ? BankApiErrors.BatchSize.ToProblem()
            : Results.Stream(output => AnswerAsync(output, lines, key.Value, context, posting, cancellationToken), MediaType);
    }

    private static async Task AnswerAsync(
        Stream output, List<ReadOnlyMemory<byte>> lines, string key, HttpContext context, BankPosting posting, CancellationToken cancellationToken)
    {
        var bank = context.GetBank();
        for (var first = 0; first < lines.Count; first += BankApiLimits.BatchChunk)
        {
            var facts = lines.Skip(first).Take(BankApiLimits.BatchChunk).Select(Read).ToList();
            var posts = facts.Select((fact, i) => (Fact: fact, Index: first + i)).Where(line => line.Fact.IsOk)
                .Select(line => (new Poster(bank.ClientId, bank.BankUscc, string.Create(CultureInfo.InvariantCulture, $"{key} {line.Index + 1}"), SHA256.HashData(lines[line.Index].Span)), line.Fact.Value))
                .ToList();
            using var answers = (await posting.PostAsync(posts, cancellationToken)).GetEnumerator();
            for (var i = 0; i < facts.Count; i++)
            {
                var answer = facts[i].Then(_ =>
                {
                    answers.MoveNext();
                    return answers.Current;
                });
                await WriteAsync(output, first + i + 1, answer, cancellationToken);
            }

            await output.FlushAsync(cancellationToken);
        }
    }

    private static async Task WriteAsync(Stream output, int line, Result<PostAnswer> answer, CancellationToken cancellationToken)
    {
        var text = answer.Match(
            posted => string.Create(CultureInfo.InvariantCulture, $"{{\"line\":{line},\"status\":201,\"answer\":{posted.Response}}}\n"),
            error => JsonSerializer.Serialize(
                new BatchOutcome(line, ProblemStatus.Of(error), null, error.Code, error.Field, error.MessageEn, error.MessageZh), BankApiJson.Default.BatchOutcome) + "\n");
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static Result<IPost> Read(ReadOnlyMemory<byte> line)
    {
        if (line.Length > BankApiLimits.BodyBytes)
        {
            return CommonErrors.BodyTooLarge;
        }

        try
        {
            return JsonSerializer.Deserialize(line.Span, BankApiJson.Default.BatchLine) is not { } parsed || !BodyScan.IsClean(line.Span) ? BankApiErrors.Malformed(null)
                : s_readers.TryGetValue(parsed.Kind, out var read) ? read(parsed.Post)
                : BankApiErrors.Field("kind", $"kind 只能取：{string.Join("、", s_readers.Keys)}。", $"kind must be one of: {string.Join(", ", s_readers.Keys)}.");
        }
        catch (JsonException fault)
        {
            return BankApiErrors.Malformed(fault.Path);
        }
    }

    private static Func<JsonElement, Result<IPost>> Reader<T>(JsonTypeInfo<T> type)
        where T : class, IPostRequest<T> => post => post.Deserialize(type) is { } request ? request.Read() : BankApiErrors.Malformed("post");

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> body)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (body.Length > 0 && lines.Count <= BankApiLimits.BatchLines)
        {
            var end = body.Span.IndexOf((byte)'\n');
            lines.Add(end < 0 ? body : body[..end]);
            body = end < 0 ? default : body[(end + 1)..];
        }

        return lines;
    }
}

/// <summary>A line of a batch.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Post">The fact, as its own endpoint takes it.</param>
internal sealed record BatchLine(string Kind, JsonElement Post);

/// <summary>What came of a line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Status">As its own endpoint would have answered.</param>
/// <param name="Answer">When accepted: the endpoint's answer.</param>
/// <param name="Code">When refused: stable code of the problem.</param>
/// <param name="Field">The field at fault, if it is one.</param>
/// <param name="Title">The problem in English.</param>
/// <param name="TitleZh">The problem in Chinese.</param>
internal sealed record BatchOutcome(int Line, int Status, PostedAnswer? Answer, string? Code, string? Field, string? Title, string? TitleZh);
