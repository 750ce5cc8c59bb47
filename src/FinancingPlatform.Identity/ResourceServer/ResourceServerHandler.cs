using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.Jose;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Lets a bank in by a sender-constrained access token (资源服务器): RFC 9449 section 7 on the FAPI 2.0 Security Profile. Every requirement is
/// enforced on its own; an unbound or bearer token is never taken.
/// </summary>
internal sealed class ResourceServerHandler(
    IOptionsMonitor<ResourceServerOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokenValidators validators,
    DpopProofVerifier proofs,
    IDpopReplay replay,
    LiveClients clients)
    : AuthenticationHandler<ResourceServerOptions>(options, logger, encoder)
{
    private const string DpopScheme = "DPoP ";
    private TokenFault? _fault;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (caller, fault) = await CheckAsync();
        if (caller is null)
        {
            _fault = fault;
            return fault?.Error is null ? AuthenticateResult.NoResult() : AuthenticateResult.Fail($"{fault.Check}: {fault.Description}");
        }

        Context.Features.Set(caller);
        var identity = new ClaimsIdentity(
            [new Claim("client_id", caller.ClientId), new Claim("bank_uscc", caller.BankUscc)], Scheme.Name, "client_id", ClaimTypes.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        RefuseAsync(_fault ?? new TokenFault(StatusCodes.Status401Unauthorized, null, "credentials", "an access token and a DPoP proof are required"));

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(TokenFault.InsufficientScope("policy", "this client may not do that"));

    private async ValueTask<(BankCaller? Caller, TokenFault? Fault)> CheckAsync()
    {
        var (text, fault) = Credentials();
        if (text is null)
        {
            return (null, fault);
        }

        var hash = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
        var (token, tokenFault) = await validators.Of(Options).ValidateAsync(text, hash, Context.RequestAborted);
        if (token is null)
        {
            return (null, tokenFault);
        }

        var client = await clients.FindAsync(token.ClientId, Context.RequestAborted);
        if (client is not { Enabled: true } || (token.BankUscc is { } bank && bank != client.BankUscc))
        {
            return (null, TokenFault.InvalidToken("client", "the client is not registered, is disabled, or acts for another bank"));
        }

        return await CheckProofAsync(token, client, hash);
    }

    private async ValueTask<(BankCaller? Caller, TokenFault? Fault)> CheckProofAsync(AccessToken token, LiveClient client, string hash)
    {
        var (proof, fault) = await proofs.VerifyAsync(Request.Headers["DPoP"], Request.Method, PublicAddress(), hash);
        if (proof is null)
        {
            return (null, TokenFault.InvalidProof(fault!.Check, fault.Description));
        }

        if (proof.Jkt != token.Jkt)
        {
            return (null, TokenFault.InvalidToken("jkt", "the access token is bound to another key"));
        }

        var forDepartments = Context.GetEndpoint()?.Metadata.GetMetadata<ForDepartmentsAttribute>() is not null;
        if (forDepartments ? !token.MayDeliver : !token.HasScope)
        {
            return (null, TokenFault.InsufficientScope("scope", $"the scope {(forDepartments ? Options.DeliverScope : Options.RequiredScope)} is required"));
        }

        // The registration decides, whatever a city's own issuer writes into a token.
        if (client.Kind != (forDepartments ? ClientKind.Department : ClientKind.Bank))
        {
            return (null, TokenFault.InsufficientScope("kind", forDepartments ? "this is for departments" : "this is for banks"));
        }

        if (Context.GetEndpoint()?.Metadata.GetMetadata<DeferDpopReplayAttribute>() is null && !await replay.UseAsync(proof, Context.RequestAborted))
        {
            return (null, TokenFault.InvalidProof("replay", "the proof was used before"));
        }

        return (new BankCaller(client.ClientId, client.BankUscc, client.BankName, token.TokenId, proof), null);
    }

    private (string? Token, TokenFault? Fault) Credentials()
    {
        if (Request.Query.ContainsKey("access_token"))
        {
            return (null, TokenFault.InvalidRequest("query", "an access token does not belong in an address"));
        }

        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return (null, null);
        }

        if (header.Count > 1)
        {
            return (null, TokenFault.InvalidRequest("one-authorization", "exactly one Authorization header is required"));
        }

        var value = header[0]!;
        return value.StartsWith(DpopScheme, StringComparison.OrdinalIgnoreCase)
            ? (value[DpopScheme.Length..].Trim(), null)
            : (null, TokenFault.InvalidToken("scheme", "the DPoP authorization scheme is required"));
    }

    private Uri PublicAddress() => new($"{Options.Audience.TrimEnd('/')}{Request.PathBase.ToUriComponent()}{Request.Path.ToUriComponent()}");

    private async Task RefuseAsync(TokenFault fault)
    {
        var challenge = new StringBuilder("DPoP");
        if (fault.Error is not null)
        {
            challenge.Append($" error=\"{fault.Error}\", error_description=\"{fault.Description}\",");
        }

        challenge.Append($" algs=\"{SigningAlgorithms.Listed}\"");
        Response.StatusCode = fault.Status;
        Response.Headers.WWWAuthenticate = challenge.ToString();
        var code = fault.Error?.Replace('_', '-') ?? "unauthenticated";
        await Response.WriteAsJsonAsync(
            new ProblemDetails
            {
                Type = $"https://financing-platform.example/problems/{code}",
                Title = fault.Status == StatusCodes.Status403Forbidden ? "无权访问 / Forbidden" : "身份未证明 / Not authenticated",
                Status = fault.Status,
                Detail = fault.Description,
                Extensions = { ["code"] = code, ["check"] = fault.Check },
            },
            options: null,
            contentType: "application/problem+json",
            Context.RequestAborted);
    }
}
