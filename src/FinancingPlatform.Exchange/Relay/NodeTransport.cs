using FinancingPlatform.Exchange.Contract;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>
/// The line to one destination (传输通道): one HTTP client with a timeout per attempt, one quick second attempt, and a circuit of its own, so that a
/// node that is down costs one connection attempt in a while instead of one per stream.
/// </summary>
public sealed class NodeTransport : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Opens the line; no request is made yet.</summary>
    public NodeTransport(Uri url, TimeProvider clock)
        : this(url, clock, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
    }

    internal NodeTransport(Uri url, TimeProvider clock, HttpMessageHandler inner)
    {
        _http = new HttpClient(new ResilientHandler(Pipeline(clock), inner))
        {
            BaseAddress = url,
            Timeout = Timeout.InfiniteTimeSpan,     // the pipeline's timeout holds per attempt
            MaxResponseContentBufferSize = ExchangeLimits.BatchBodyBytes,
        };
        Client = NodeClients.Over(_http);
    }

    /// <summary>The contract over this line.</summary>
    public INodeClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Outermost first: the circuit counts calls, not attempts within a call.
    private static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 1,
                MinimumThroughput = ExchangeLimits.FailuresBeforeOpen,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = ExchangeLimits.OpenFor,
                ShouldHandle = static args => ValueTask.FromResult(IsPassing(args.Outcome) || args.Outcome.Result is { StatusCode: >= System.Net.HttpStatusCode.InternalServerError }),
            })
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = ExchangeLimits.AttemptsPerCall - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(100),
                ShouldHandle = static args => ValueTask.FromResult(IsPassing(args.Outcome)),
            })
            .AddTimeout(ExchangeLimits.AttemptTimeout)
            .Build();

    // A refused or cut connection and a timeout are worth one quick second try; an answer, even 503, is not: its Retry-After decides.
    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome.Exception is HttpRequestException or IOException or TimeoutRejectedException;

    private sealed class ResilientHandler(ResiliencePipeline<HttpResponseMessage> pipeline, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            await pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken);
    }
}
