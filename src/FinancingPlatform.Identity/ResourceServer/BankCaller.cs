using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.Dpop;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>The bank behind a request (调用银行), proved by token and key; a feature of the request: <c>HttpContext.Features.Get&lt;BankCaller&gt;()</c>.</summary>
/// <param name="ClientId">The bank's machine client.</param>
/// <param name="BankUscc">The bank's unified social credit code.</param>
/// <param name="BankName">The bank's name.</param>
/// <param name="TokenId"><c>jti</c> of the access token; leads to the bank's signed token request.</param>
/// <param name="Proof">
/// The bank's proof for this request, to be kept with the access record; null only for a token that is bound to a certificate alone, which an endpoint
/// marked <see cref="DeferDpopReplayAttribute"/> never sees.
/// </param>
public sealed record BankCaller(string ClientId, string BankUscc, string BankName, string TokenId, DpopProof? Proof)
{
    /// <summary>Set when the token is one of an enterprise's grant: the request must stay within it.</summary>
    public CreditQuery? Grant { get; init; }

    /// <summary>The proof, where the endpoint keeps it.</summary>
    public DpopProof SignedProof => Proof ?? throw new InvalidOperationException("An endpoint that keeps the bank's proof was reached without one.");
}
