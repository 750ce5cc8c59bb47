using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Keys;
using FinancingPlatform.Identity.ResourceServer;
using Microsoft.Extensions.Time.Testing;

namespace FinancingPlatform.Tests.Identity;

/// <summary>What an API knows of its issuer's keys, and when it asks.</summary>
public sealed class IssuerKeysTests : IDisposable
{
    private const string Issuer = "http://localhost:1";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));
    private readonly Documents _issuer = new();
    private readonly IssuerKeys _keys;

    public IssuerKeysTests() => _keys = new IssuerKeys(new ResourceServerOptions { Issuer = Issuer, Audience = "x" }, _issuer, _clock);

    public void Dispose() => _issuer.Dispose();

    [Fact, Trait("clause", "RFC7517-5")]
    public async Task A_key_published_in_time_is_known_to_the_very_first_token_that_it_signs()
    {
        (await CountAsync("old")).ShouldBe(1);
        _issuer.Kids = ["old", "rolled"];
        // An API that is idle meanwhile learns of it with the token itself, before it judges it.
        _clock.Advance(IssuerKeyRing.PublishedBefore);

        (await CountAsync("rolled")).ShouldBe(1);
        (await CountAsync("old")).ShouldBe(1);
        _issuer.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task One_rolled_at_once_works_after_half_a_minute_and_made_up_names_ask_no_more_often()
    {
        await CountAsync("old");
        _issuer.Kids = ["rolled"];
        for (var i = 0; i < 50; i++)
        {
            (await CountAsync("made-up-" + i)).ShouldBe(0);
        }

        _issuer.Asked.Count.ShouldBe(2);
        _clock.Advance(IssuerKeys.MinRefreshInterval);
        (await CountAsync("rolled")).ShouldBe(1);
        (await CountAsync("old")).ShouldBe(0, "what is no longer published is no longer believed");
    }

    [Fact]
    public async Task While_the_issuer_is_down_known_keys_go_on_and_it_is_asked_again()
    {
        await CountAsync("old");
        _issuer.IsDown = true;
        _clock.Advance(IssuerKeys.MaxAge);
        (await CountAsync("old")).ShouldBe(1);
        (await CountAsync("old")).ShouldBe(1);
        _issuer.Asked.Count.ShouldBe(3, "asked once while it is down, not at every request");

        _issuer.IsDown = false;
        _issuer.Kids = ["rolled"];
        _clock.Advance(IssuerKeys.MinRefreshInterval);
        (await CountAsync("rolled")).ShouldBe(1);
    }

    [Fact]
    public async Task A_document_of_another_issuer_gives_no_keys()
    {
        _issuer.Name = "http://localhost:2";
        (await CountAsync("old")).ShouldBe(0);
    }

    private async Task<int> CountAsync(string kid) => (await _keys.GetAsync(kid, CancellationToken.None)).Count;

    /// <summary>An issuer's two documents.</summary>
    private sealed class Documents : HttpMessageHandler
    {
        private readonly string _point = Key();

        public string Name { get; set; } = Issuer;

        public string[] Kids { get; set; } = ["old"];

        public bool IsDown { get; set; }

        public ConcurrentQueue<string> Asked { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.RequestUri!.AbsolutePath);
            if (IsDown)
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
            }

            var body = request.RequestUri.AbsolutePath.EndsWith("openid-configuration", StringComparison.Ordinal)
                ? new JsonObject { ["issuer"] = Name, ["jwks_uri"] = Issuer + "/jwks" }.ToJsonString()
                : $$"""{"keys":[{{string.Join(',', Kids.Select(kid => $"{{\"kid\":\"{kid}\",{_point}"))}}]}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        }

        private static string Key()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var q = key.ExportParameters(includePrivateParameters: false).Q;
            return $"\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"x\":\"{System.Buffers.Text.Base64Url.EncodeToString(q.X)}\",\"y\":\"{System.Buffers.Text.Base64Url.EncodeToString(q.Y)}\"}}";
        }
    }
}
