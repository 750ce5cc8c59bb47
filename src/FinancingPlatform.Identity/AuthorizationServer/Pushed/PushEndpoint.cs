using System.Security.Cryptography;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Identity.Dpop;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer.Pushed;

/// <summary>The pushed authorization request endpoint (推送授权请求端点), RFC 9126: the only way to begin the code flow (FAPI 2.0 section 5.3.2.2-3).</summary>
public sealed class PushEndpoint
{
    private const int ReferenceBytes = 32;
    private readonly IssuerSettings _settings;
    private readonly NpgsqlDataSource _database;
    private readonly ClientAuthentication _authentication;
    private readonly DpopProofVerifier _proofs;
    private readonly TimeProvider _clock;

    internal PushEndpoint(IssuerSettings settings, NpgsqlDataSource database, ClientAuthentication authentication, DpopProofVerifier proofs, TimeProvider clock) =>
        (_settings, _database, _authentication, _proofs, _clock) = (settings, database, authentication, proofs, clock);

    /// <summary>Names of the checks, in order.</summary>
    public IReadOnlyList<string> Checks =>
        [.. _authentication.Names, .. PushedRequestChecks.All.Select(c => c.Name), .. DpopProofVerifier.Checks.Select(c => $"dpop-{c}"), "dpop-key-same", "dpop-replay", "assertion-replay"];

    /// <summary>Keeps the request; exactly one of the two results is set.</summary>
    public async Task<(PushedRequest? Pushed, OAuthError? Error)> PushAsync(ClientRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (client, unknown) = await _authentication.AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return (null, unknown);
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var store = new PushedRequestStore(connection, transaction);
        var evidence = new PushEvidence(request, client.Client, _settings.Audience, China.Today(_clock), store.ItemsAsync);
        if (await PushedRequestChecks.All.FirstFaultAsync(evidence, cancellationToken) is { } wrong)
        {
            return (null, wrong);
        }

        var (jkt, proof, unproven) = await KeyAsync(request);
        if (unproven is not null)
        {
            return (null, unproven);
        }

        if (await Replay.UseAsync(connection, transaction, proof, client, cancellationToken) is { } replayed)
        {
            return (null, replayed);
        }

        var pushed = Pushed(request, client, evidence, jkt);
        await store.InsertAsync(pushed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (pushed, null);
    }

    // RFC 9449 section 10.1: by a proof, by dpop_jkt, or by both for the same key.
    private async ValueTask<(string? Jkt, DpopProof? Proof, OAuthError? Error)> KeyAsync(ClientRequest request)
    {
        if (request.DpopHeaders.Count == 0)
        {
            return (request["dpop_jkt"], null, null);
        }

        var (key, error) = await SenderKey.ReadAsync(request, _proofs, _settings.AddressOf(request, IssuerSettings.PushPath));
        return key is null ? (null, null, error)
            : request["dpop_jkt"] is { } named && named != key.Proof!.Jkt ? (null, null, OAuthError.InvalidProof("dpop-key-same", "dpop_jkt is not the key of the proof"))
            : (key.Proof!.Jkt, key.Proof, null);
    }

    private PushedRequest Pushed(ClientRequest request, AuthenticatedClient client, PushEvidence evidence, string? jkt)
    {
        var now = _clock.GetUtcNow();
        return new PushedRequest
        {
            Reference = PushedRequest.ReferencePrefix + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(ReferenceBytes)),
            ClientId = client.Client.ClientId,
            BankUscc = client.Client.BankUscc,
            BankName = client.Client.BankName,
            RedirectUri = request["redirect_uri"]!,
            State = request["state"],
            CodeChallenge = request["code_challenge"]!,
            DpopJkt = jkt,
            Query = evidence.Query!,
            CreatedAt = now,
            ExpiresAt = now + PushedRequest.Lifetime,
        };
    }
}
