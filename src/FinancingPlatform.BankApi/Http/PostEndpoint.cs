using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Http;

/// <summary>What every POST that changes something does: key, body, fact, and one call that spends the proof with it.</summary>
internal static class PostEndpoint
{
    public static RouteHandlerBuilder DescribesPost<TAnswer>(this RouteHandlerBuilder route) => route
        // The proof is spent in the post's own transaction: see lending.post.
        .WithMetadata(new DeferDpopReplayAttribute())
        .IsIdempotent()
        .Produces<TAnswer>(StatusCodes.Status201Created);

    public static async Task<IResult> PostAsync<T>(
        StrictBody<T> body, HttpContext context, Func<T, Result<IPost>> read, BankPosting posting, CancellationToken cancellationToken)
        where T : class, IJsonRequest<T>
    {
        var key = IdempotencyKey.Of(context);
        if (!key.IsOk)
        {
            return key.Error.ToProblem();
        }

        if (body.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var fact = read(body.Value!);
        if (!fact.IsOk)
        {
            return fact.Error.ToProblem();
        }

        var bank = context.GetBank();
        var proof = new UnspentProof(bank.SignedProof.Jkt, bank.SignedProof.JtiSha256(), bank.SignedProof.ExpiresAt);
        var answer = await posting.PostAsync(new Poster(bank.ClientId, bank.BankUscc, key.Value, body.Sha256, proof), fact.Value, cancellationToken);
        return answer is { IsOk: false, Error.Code: LendingErrors.ProofReplayed }
            ? ReplayedProofs.Refuse(context)
            : answer.ToHttp(posted => Results.Text(posted.Response, "application/json", statusCode: StatusCodes.Status201Created));
    }
}
