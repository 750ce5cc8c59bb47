using System.Threading.RateLimiting;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.ResourceServer;
using Microsoft.AspNetCore.RateLimiting;

namespace FinancingPlatform.BankApi.Limits;

/// <summary>What a bank may ask per second for one sort of operation.</summary>
/// <param name="Operation">look, post, batch, read or delivery.</param>
/// <param name="RequestsPerSecond">On average.</param>
/// <param name="Burst">At once.</param>
internal sealed record OperationLimit(string Operation, int RequestsPerSecond, int Burst);

/// <summary>
/// Limits per bank and sort of operation (按银行、按操作限流): a bank that sends batches all day still gets its scores. Settings:
/// <c>BankApi:RequestsPerSecond</c> for all, <c>BankApi:Limits:look</c> and so on for one.
/// </summary>
internal sealed class OperationLimits
{
    public const string Look = "look";
    public const string Post = "post";
    public const string Batch = "batch";
    public const string Read = "read";
    public const string Delivery = "delivery";

    /// <summary>A batch holds as much work as this many posts.</summary>
    private const int PostsPerBatch = 50;

    private readonly Dictionary<string, OperationLimit> _byOperation;

    public OperationLimits(IConfiguration configuration)
    {
        var all = configuration.GetValue(BankApiHost.RateKey, BankApiLimits.RequestsPerSecond);
        (string Operation, int PerSecond)[] defaults = [(Look, all), (Post, all), (Batch, Math.Max(1, all / PostsPerBatch)), (Read, all), (Delivery, all)];
        _byOperation = defaults.Select(d => (d.Operation, PerSecond: configuration.GetValue($"BankApi:Limits:{d.Operation}", d.PerSecond)))
            .ToDictionary(d => d.Operation, d => new OperationLimit(d.Operation, d.PerSecond, d.PerSecond * BankApiLimits.BurstSeconds), StringComparer.Ordinal);
    }

    /// <summary>Every limit, for the bank to read.</summary>
    public IReadOnlyList<OperationLimit> All => [.. _byOperation.Values];

    /// <summary>Which sort a request is.</summary>
    public static string Of(string method, PathString path) =>
        path.StartsWithSegments("/v1/deliveries", StringComparison.Ordinal) ? Delivery
        : HttpMethods.IsGet(method) ? Read
        : path.StartsWithSegments("/v1/batches", StringComparison.Ordinal) ? Batch
        : path.Value!.EndsWith("-pulls", StringComparison.Ordinal) ? Look
        : Post;

    public void Apply(RateLimiterOptions limits)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) => new ValueTask(rejected.HttpContext.WriteProblemAsync(Refusal(rejected.Lease)));
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Bank, string Operation)>(context =>
            context.Features.Get<BankCaller>() is { } bank
                ? RateLimitPartition.GetTokenBucketLimiter((bank.BankUscc, Of(context.Request.Method, context.Request.Path)), Bucket)
                // Strangers get no further than a refusal, which costs less than a limiter each would.
                : RateLimitPartition.GetNoLimiter((string.Empty, string.Empty)));
    }

    private TokenBucketRateLimiterOptions Bucket((string Bank, string Operation) key) => new()
    {
        TokenLimit = _byOperation[key.Operation].Burst,
        TokensPerPeriod = _byOperation[key.Operation].RequestsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    private static Error Refusal(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? CommonErrors.TooMany with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) }
            : CommonErrors.TooMany;
}
