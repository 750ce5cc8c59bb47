using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>
/// Gives and withdraws authorisations (授权管理) for the enterprise that is signed in. Every call runs inside the caller's transaction on the portal's
/// connection, where row-level security shows only that enterprise's rows; the outbox message and the audit event stand or fall with it.
/// </summary>
/// <param name="clock">The trusted clock.</param>
/// <param name="relyingParty">The portal.</param>
public sealed class AuthorisationService(TimeProvider clock, RelyingParty relyingParty)
{
    /// <summary>How long a text waits for its signature.</summary>
    public static readonly TimeSpan TimeToSign = TimeSpan.FromMinutes(10);

    /// <summary>Most texts that wait at once for one enterprise.</summary>
    public const int MaxPending = 20;

    /// <summary>Longest reason of a withdrawal, characters.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Writes the text and offers it for signature.</summary>
    public async Task<Result<AuthorisationOptions>> OptionsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AuthorisationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var store = new AuthorisationStore(connection, transaction);
        if (await store.SignerAsync(cancellationToken) is not { } signer)
        {
            return AuthorisationErrors.NotSignedIn;
        }

        if (signer.CredentialIds.Count == 0)
        {
            return AuthorisationErrors.NotVerified;
        }

        var today = China.Today(clock);
        var terms = new AuthorisationTerms(
            Guid.CreateVersion7(clock.GetUtcNow()), signer.Uscc, request.BankUscc, request.CatalogueVersion,
            [.. request.Items.Order(StringComparer.Ordinal)], request.Purpose, request.Legs, request.ValidFrom ?? today, request.ValidTo, request.MaxUses);
        var words = await store.ItemsOfAsync(request.CatalogueVersion, cancellationToken);
        var rules = AuthorisationRules.Check(terms, words.Select(item => item.Code).ToHashSet(StringComparer.Ordinal), today);
        if (!rules.IsOk)
        {
            return rules.Error;
        }

        return await store.BankNameAsync(terms.BankUscc, cancellationToken) is { } bank
            ? await OfferAsync(store, terms, signer, bank, words, cancellationToken)
            : AuthorisationErrors.UnknownBank;
    }

    /// <summary>Takes the signature. Nothing in the terms comes from the caller a second time: only the number and the assertion.</summary>
    /// <returns>The number of the authorisation.</returns>
    public async Task<Result<Guid>> GrantAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, PasskeyAssertion assertion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        var store = new AuthorisationStore(connection, transaction);
        if (await store.TakePendingAsync(id, Now(), cancellationToken) is not { } pending)
        {
            return AuthorisationErrors.NothingToSign;
        }

        if (await store.ProvenKeyAsync(assertion.CredentialId, cancellationToken) is not { } key)
        {
            return AuthorisationErrors.UnknownCredential;
        }

        var digest = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(pending.TextShown));
        var fault = PasskeyAssertionVerifier.Verify(assertion, key, ConsentChallenge.Of(digest, pending.Nonce), relyingParty);
        if (fault != AssertionFault.None)
        {
            return AuthorisationErrors.BadSignature(fault);
        }

        var message = Message(pending, digest, assertion, key);
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, ConsentJson.Default.AuthorisationMessage);
        await store.InsertAsync(message, cancellationToken);
        await store.SendAsync(AuthorisationMessage.Kind, message.Uscc, payload, cancellationToken);
        await store.AuditAsync("consent.granted", message.Uscc, message.Purpose, message.Id, payload, cancellationToken);
        return message.Id;
    }

    /// <summary>What one of the signed-in enterprise's authorisations says.</summary>
    /// <exception cref="InvalidOperationException">It is not the enterprise's.</exception>
    public static Task<AuthorisationTerms> TermsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        new AuthorisationStore(connection, transaction).TermsAsync(id, cancellationToken);

    /// <summary>Withdraws: looks stop at once, also those already open and not yet read.</summary>
    public async Task<Result> RevokeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var words = reason.Trim();
        if (words.Length > MaxReasonLength)
        {
            words = words[..MaxReasonLength];
        }

        var store = new AuthorisationStore(connection, transaction);
        var revokedAt = Now();
        if (await store.RevokeAsync(id, revokedAt, words, cancellationToken) is not { } revoked)
        {
            return AuthorisationErrors.NotFound;
        }

        var payload = JsonSerializer.SerializeToUtf8Bytes(new RevocationMessage(id, revoked.Uscc, revokedAt, words), ConsentJson.Default.RevocationMessage);
        await store.SendAsync(RevocationMessage.Kind, revoked.Uscc, payload, cancellationToken);
        await store.AuditAsync("consent.revoked", revoked.Uscc, revoked.Purpose, id, payload, cancellationToken);
        return Result.Ok;
    }

    /// <summary>Pauses an authorisation, or lets it go on: looks stop and start at once, here and, once told, at the nodes.</summary>
    public async Task<Result> PauseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, bool pause, CancellationToken cancellationToken)
    {
        var store = new AuthorisationStore(connection, transaction);
        var now = Now();
        if (await store.PauseAsync(id, pause ? now : null, cancellationToken) is not { } changed)
        {
            return AuthorisationErrors.NotFound;
        }

        var payload = JsonSerializer.SerializeToUtf8Bytes(new PauseMessage(id, changed.Uscc, pause, now), ConsentJson.Default.PauseMessage);
        await store.SendAsync(PauseMessage.Kind, changed.Uscc, payload, cancellationToken);
        await store.AuditAsync(pause ? "consent.paused" : "consent.resumed", changed.Uscc, changed.Purpose, id, payload, cancellationToken);
        return Result.Ok;
    }

    private async Task<Result<AuthorisationOptions>> OfferAsync(
        AuthorisationStore store, AuthorisationTerms terms, Signer signer, string bank, IReadOnlyList<ItemWords> words, CancellationToken cancellationToken)
    {
        var template = await store.TemplateAsync(terms.Purpose, China.Today(clock), cancellationToken)
            ?? throw new InvalidOperationException($"No text is in force for the purpose {terms.Purpose}.");
        var text = AuthorisationText.Write(template, terms, new PartyNames(signer.Name, signer.LegalRepresentative, bank), words);
        var nonce = ConsentChallenge.NewNonce();
        var now = Now();
        if (!await store.KeepPendingAsync(terms, text, nonce, now, now + TimeToSign, MaxPending, cancellationToken))
        {
            return AuthorisationErrors.TooManyPending;
        }

        return new AuthorisationOptions(
            terms.Id, ConsentChallenge.Of(text.Digest, nonce), nonce, relyingParty.Id, signer.CredentialIds, text, now + TimeToSign);
    }

    private AuthorisationMessage Message(PendingAuthorisation pending, byte[] digest, PasskeyAssertion assertion, byte[] key) => new()
    {
        Id = pending.Terms.Id,
        Uscc = pending.Terms.Uscc,
        BankUscc = pending.Terms.BankUscc,
        CatalogueVersion = pending.Terms.CatalogueVersion,
        Items = pending.Terms.Items,
        Purpose = pending.Terms.Purpose,
        LegLook = pending.Terms.Legs.Look,
        LegReturn = pending.Terms.Legs.Return,
        LegTraining = pending.Terms.Legs.Training,
        ValidFrom = pending.Terms.ValidFrom,
        ValidTo = pending.Terms.ValidTo,
        MaxUses = pending.Terms.MaxUses,
        TextVersion = pending.TextVersion,
        TextShown = pending.TextShown,
        TextSha256 = Base64Url.EncodeToString(digest),
        Nonce = Base64Url.EncodeToString(pending.Nonce),
        CredentialId = Base64Url.EncodeToString(assertion.CredentialId),
        AuthenticatorData = Base64Url.EncodeToString(assertion.AuthenticatorData),
        ClientDataJson = Base64Url.EncodeToString(assertion.ClientDataJson),
        Signature = Base64Url.EncodeToString(assertion.Signature),
        PublicKeyCose = Base64Url.EncodeToString(key),
        SignedAt = Now(),
    };

    // PostgreSQL keeps microseconds; what is signed and sent must be what is stored.
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
