using System.Globalization;
using System.Text;
using FinancingPlatform.Cli.Bench.ScorePull;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Cli.Bench.LoanPost;

/// <summary>Ready-made loan posts: a note, a key and a proof of its own each, signed before the clock starts. Both sides get the same bytes but for the path.</summary>
internal sealed class LoanPosts : IDisposable
{
    public const string Path = "/v1/loans";
    private const int Signers = 4;
    private readonly DpopProver[] _provers;
    private readonly string[] _tokens;
    private readonly Uri _target;
    private readonly IReadOnlyList<string> _enterprises;
    private readonly DateOnly _today;
    private int _next;

    public LoanPosts(LoopbackIssuer issuer, BenchDatabase database, Uri api, TimeProvider clock)
    {
        _target = new Uri(api, Path);
        _provers = [.. Enumerable.Range(0, Signers).Select(_ => new DpopProver(clock))];
        _tokens = [.. _provers.Select(prover => issuer.Token(BenchDatabase.ClientId, BenchDatabase.BankUscc, prover.Thumbprint, api.OriginalString, clock.GetUtcNow()))];
        _enterprises = database.Enterprises;
        _today = China.Today(clock);
    }

    /// <summary>Makes posts on lines chosen by a fixed seed; notes never come twice.</summary>
    public byte[][] Make(int count, int seed, string path)
    {
        var posts = new byte[count][];
#pragma warning disable S2245 // the same load at every run; nothing here is a secret
        var chosen = new Random(seed);
#pragma warning restore S2245
        var order = Enumerable.Range(0, count).Select(_ => chosen.Next(_enterprises.Count)).ToArray();
        var first = _next;
        _next += count;
        Parallel.For(0, Signers, new ParallelOptions { MaxDegreeOfParallelism = Signers }, signer =>
        {
            for (var i = signer; i < count; i += Signers)
            {
                posts[i] = Make(_enterprises[order[i]], first + i, _tokens[signer], _provers[signer].Prove("POST", _target, _tokens[signer]), path);
            }
        });
        return posts;
    }

    public void Dispose()
    {
        foreach (var prover in _provers)
        {
            prover.Dispose();
        }
    }

    private byte[] Make(string uscc, int note, string token, string proof, string path)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"line_no":"L{{{uscc}}}","note_no":"N{{{note}}}","amount":{"value":"1000.00","currency":"CNY"},"disbursed_on":"{{{_today:yyyy-MM-dd}}}","due_on":"{{{_today.AddDays(180):yyyy-MM-dd}}}","annual_rate_percent":"4.35","loan_type":"credit","first_loan":false}""");
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {_target.Authority}\r\nAuthorization: DPoP {token}\r\nDPoP: {proof}\r\nIdempotency-Key: key-{note}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
