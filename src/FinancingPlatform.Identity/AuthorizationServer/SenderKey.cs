using FinancingPlatform.Identity.Dpop;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>
/// What a token is bound to (令牌绑定): the key of a DPoP proof (RFC 9449), the certificate of the connection (RFC 8705 section 3), or both. A token
/// bound to nothing does not exist (FAPI 2.0 Security Profile section 5.3.2.1-4).
/// </summary>
internal sealed record SenderKey(DpopProof? Proof, string? CertificateThumbprint)
{
    /// <summary>The <c>cnf</c> claim (RFC 7800).</summary>
    public Dictionary<string, object> Confirmation()
    {
        var cnf = new Dictionary<string, object>(StringComparer.Ordinal);
        if (Proof is not null)
        {
            cnf["jkt"] = Proof.Jkt;
        }

        if (CertificateThumbprint is not null)
        {
            cnf["x5t#S256"] = CertificateThumbprint;
        }

        return cnf;
    }

    /// <summary>RFC 9449 section 5: DPoP where a proof is needed; a token bound to a certificate alone travels as Bearer over mutual TLS.</summary>
    public string TokenType => Proof is null ? "Bearer" : "DPoP";

    /// <summary>Reads it from a request: a proof whenever one was sent, and required without a certificate.</summary>
    public static async ValueTask<(SenderKey? Key, OAuthError? Error)> ReadAsync(ClientRequest request, DpopProofVerifier proofs, Uri address)
    {
        if (request.DpopHeaders.Count == 0 && request.CertificateThumbprint is { } certificate)
        {
            return (new SenderKey(null, certificate), null);
        }

        var (proof, fault) = await proofs.VerifyAsync(request.DpopHeaders, "POST", address, accessTokenHash: null);
        return proof is null
            ? (null, fault!.AsksForNonce ? new OAuthError(400, OAuthError.UseDpopNonce, "dpop-nonce", fault.Description) : OAuthError.InvalidProof($"dpop-{fault.Check}", fault.Description))
            : (new SenderKey(proof, request.CertificateThumbprint), null);
    }
}
