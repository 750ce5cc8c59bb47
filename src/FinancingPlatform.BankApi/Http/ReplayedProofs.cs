using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.BankApi.Http;

/// <summary>Refuses a proof that was spent before (RFC 9449 section 7.1), where the endpoint's own transaction found it out.</summary>
internal static class ReplayedProofs
{
    public static IResult Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "DPoP error=\"invalid_dpop_proof\", error_description=\"the proof was used before\"";
        return BankApiErrors.ReplayedProof.ToProblem();
    }
}
