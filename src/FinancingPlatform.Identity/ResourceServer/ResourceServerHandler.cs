using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.Jose;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Lets a bank in by a sender-constrained access token (资源服务器): makes <see cref="ResourceChecks"/> and answers the first that fails.
/// </summary>
internal sealed class ResourceServerHandler(
    IOptionsMonitor<ResourceServerOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ResourceChecks checks,
    DpopNonces nonces)
    : AuthenticationHandler<ResourceServerOptions>(options, logger, encoder)
{
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
        RefuseAsync(_fault ?? TokenFault.NoCredentials);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(TokenFault.InsufficientScope("policy", "this client may not do that"));

    private async ValueTask<(BankCaller? Caller, TokenFault? Fault)> CheckAsync()
    {
        var seen = new RequestEvidence(Context, Options);
        foreach (var check in checks.All)
        {
            if (await check.Find(seen, Context.RequestAborted) is { } fault)
            {
                return (null, fault);
            }
        }

        if (nonces.Required)
        {
            // RFC 9449 section 8.2: the next nonce may come with any answer, so that no client has to be refused first.
            Response.Headers["DPoP-Nonce"] = nonces.Current();
        }

        var client = seen.Client!;
        return (new BankCaller(client.ClientId, client.BankUscc, client.BankName, seen.Token!.TokenId, seen.Proof) { Grant = seen.Token.Grant }, null);
    }

    private async Task RefuseAsync(TokenFault fault)
    {
        var challenge = new StringBuilder("DPoP");
        if (fault.Error is not null)
        {
            challenge.Append($" error=\"{fault.Error}\", error_description=\"{fault.Description}\",");
        }

        challenge.Append($" algs=\"{SigningAlgorithms.Listed}\"");
        if (fault.AsksForNonce)
        {
            Response.Headers["DPoP-Nonce"] = nonces.Current();
        }

        Response.StatusCode = fault.Status;
        Response.Headers.WWWAuthenticate = challenge.ToString();
        var code = fault.Error?.Replace('_', '-') ?? "unauthenticated";
        await Response.WriteAsJsonAsync(
            new ProblemDetails
            {
                Type = $"https://financing-platform.example/problems/{code}",
                Title = fault.Status == StatusCodes.Status403Forbidden ? "Forbidden" : "Not authenticated",
                Status = fault.Status,
                Detail = fault.Description,
                // The host's correlation id is the request's trace identifier.
                Extensions =
                {
                    ["title_zh"] = fault.Status == StatusCodes.Status403Forbidden ? "无权访问" : "身份未证明",
                    ["code"] = code,
                    ["check"] = fault.Check,
                    ["correlation_id"] = Context.TraceIdentifier,
                },
            },
            options: null,
            contentType: "application/problem+json",
            Context.RequestAborted);
    }
}
