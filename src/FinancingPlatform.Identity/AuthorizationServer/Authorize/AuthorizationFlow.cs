using System.Security.Cryptography;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer.Authorize;

/// <summary>
/// An enterprise answers a bank's request (授权应答): the page is opened, the text is shown, the passkey signs, the bank gets a code. The signature, the
/// grant and the end of the request are one transaction of the signed-in enterprise; the grant is the authorisation.
/// </summary>
public sealed class AuthorizationFlow(AuthorisationService authorisations, IssuerSettings settings, TimeProvider clock)
{
    private const int CodeBytes = 32;

    private static readonly Error s_notAsked = new(
        ErrorKind.Forbidden, "authorize-enterprise", "银行请求的是另一家企业的授权。请用那家企业的账户登录。", "The bank asks another enterprise. Sign in as that enterprise.");

    private static readonly Error s_legNotAsked = new(
        ErrorKind.Invalid, "authorize-leg", "勾选的授权事项银行没有请求。", "What was ticked is not what the bank asked for.") { Field = "legs" };

    /// <summary>Names of the checks of the address, in order.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. AuthorizeChecks.All.Select(c => c.Name)];

    /// <summary>Reads the request that an address names; reading it is no use of it.</summary>
    /// <param name="connection">A connection of role portal.</param>
    /// <param name="transaction">The transaction on it.</param>
    /// <param name="query">The address's parameters.</param>
    /// <param name="uscc">The signed-in enterprise.</param>
    /// <param name="opened">True when the page was opened in time and is now being answered.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Result<PushedRequest>> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyDictionary<string, StringValues> query, string uscc, bool opened, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var reference = query.TryGetValue("request_uri", out var values) && values.Count == 1 ? values[0] : null;
        var pushed = reference is null ? null : await new PushedRequestStore(connection, transaction).FindAsync(reference, cancellationToken);
        if (AuthorizeChecks.FirstFault(new AuthorizeEvidence(query, pushed, clock.GetUtcNow(), opened)) is { } fault)
        {
            return fault;
        }

        return pushed!.Query.Uscc is { } asked && asked != uscc ? s_notAsked : pushed;
    }

    /// <summary>Writes the text with the ticks that the enterprise set itself (rule A5), and ties it to the request.</summary>
    public async Task<Result<AuthorisationOptions>> OfferAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PushedRequest pushed, AuthorisationLegs ticked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pushed);
        var asked = pushed.Query.AskedLegs;
        if ((ticked.Look && !asked.Look) || (ticked.Return && !asked.Return) || (ticked.Training && !asked.Training))
        {
            return s_legNotAsked;
        }

        var query = pushed.Query;
        var options = await authorisations.OptionsAsync(
            connection, transaction,
            new AuthorisationRequest(pushed.BankUscc, query.CatalogueVersion, query.Items, query.Purpose, ticked, ValidFrom: null, query.ValidTo, query.MaxUses), cancellationToken);
        if (!options.IsOk)
        {
            return options;
        }

        return await new PushedRequestStore(connection, transaction).OfferAsync(pushed.Reference, options.Value.Id, cancellationToken) ? options : AuthorizeChecks.Answered;
    }

    /// <summary>Takes the signature over the text that was shown for this request, and answers with a code.</summary>
    /// <returns>The bank's address with code, state and issuer (RFC 9207).</returns>
    public async Task<Result<Uri>> GrantAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PushedRequest pushed, PasskeyAssertion assertion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pushed);
        if (pushed.PendingId is not { } pending)
        {
            return AuthorisationErrors.NothingToSign;
        }

        var now = clock.GetUtcNow();
        if (!await new PushedRequestStore(connection, transaction).UseAsync(pushed.Reference, now, cancellationToken))
        {
            return AuthorizeChecks.Answered;
        }

        var granted = await authorisations.GrantAsync(connection, transaction, pending, assertion, cancellationToken);
        if (!granted.IsOk)
        {
            return granted.Error;
        }

        var terms = await AuthorisationService.TermsAsync(connection, transaction, granted.Value, cancellationToken);
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(CodeBytes));
        var grant = new GrantRow
        {
            Id = Guid.CreateVersion7(now),
            ClientId = pushed.ClientId,
            Uscc = terms.Uscc,
            Details = CreditQuery.Granted(terms, settings.Audience).ToJson(),
            RedirectUri = pushed.RedirectUri,
            CodeChallenge = pushed.CodeChallenge,
            DpopJkt = pushed.DpopJkt,
            CodeExpiresAt = now + GrantChecks.CodeLifetime,
            AuthorisationState = "live",
        };
        await new GrantStore(connection, transaction).InsertAsync(grant, granted.Value, code, now, cancellationToken);
        return Answer(pushed, ("code", code));
    }

    /// <summary>The enterprise says no; the request is answered.</summary>
    public async Task<Result<Uri>> RefuseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PushedRequest pushed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pushed);
        return await new PushedRequestStore(connection, transaction).UseAsync(pushed.Reference, clock.GetUtcNow(), cancellationToken)
            ? Answer(pushed, ("error", "access_denied"))
            : AuthorizeChecks.Answered;
    }

    private Uri Answer(PushedRequest pushed, (string Name, string Value) result)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal) { [result.Name] = result.Value, ["iss"] = settings.Issuer };
        if (pushed.State is { } state)
        {
            parameters["state"] = state;
        }

        return new Uri(QueryHelpers.AddQueryString(pushed.RedirectUri, parameters));
    }
}
