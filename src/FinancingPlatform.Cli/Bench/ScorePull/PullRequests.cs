using System.Text;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>Ready-made requests: token and a proof of its own each, signed before the clock starts. Both sides get the same headers and body.</summary>
internal sealed class PullRequests : IDisposable
{
    private const int Signers = 4;
    private readonly DpopProver[] _provers;
    private readonly string[] _tokens;
    private readonly Uri _target;

    public PullRequests(LoopbackIssuer issuer, BenchDatabase database, Uri api, TimeProvider clock)
    {
        _target = new Uri(api, "/v1/score-pulls");
        _provers = [.. Enumerable.Range(0, Signers).Select(_ => new DpopProver(clock))];
        _tokens = [.. _provers.Select(prover => issuer.Token(BenchDatabase.ClientId, BenchDatabase.BankUscc, prover.Thumbprint, api.OriginalString, clock.GetUtcNow()))];
        Enterprises = database.Enterprises;
    }

    private IReadOnlyList<string> Enterprises { get; }

    /// <summary>Makes requests for enterprises chosen by a fixed seed.</summary>
    public byte[][] Make(int count, int seed, string path)
    {
        var requests = new byte[count][];
#pragma warning disable S2245 // the same load at every run; nothing here is a secret
        var chosen = new Random(seed);
#pragma warning restore S2245
        var order = Enumerable.Range(0, count).Select(_ => chosen.Next(Enterprises.Count)).ToArray();
        Parallel.For(0, Signers, new ParallelOptions { MaxDegreeOfParallelism = Signers }, signer =>
        {
            for (var i = signer; i < count; i += Signers)
            {
                requests[i] = Make(Enterprises[order[i]], _tokens[signer], _provers[signer].Prove("POST", _target, _tokens[signer]), path);
            }
        });
        return requests;
    }

    public void Dispose()
    {
        foreach (var prover in _provers)
        {
            prover.Dispose();
        }
    }

    private byte[] Make(string uscc, string token, string proof, string path)
    {
        var body = $$"""{"uscc":"{{uscc}}","purpose":"loan-application","operator":"officer-07","branch":"Tai'an branch","reference":"APP-2026-000123"}""";
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {_target.Authority}\r\nAuthorization: DPoP {token}\r\nDPoP: {proof}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
