using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>What a run found (结果).</summary>
/// <param name="Requests">Generated requests that were sent.</param>
/// <param name="ServerErrors">Answers of 500 and above.</param>
/// <param name="Changed">Refused requests that changed a row.</param>
/// <param name="Leaks">Answers that hold a piece of a stack trace.</param>
/// <param name="OffContract">Answers that the contract does not name.</param>
/// <param name="Accepted">Requests that were accepted: the mutations left them right.</param>
internal sealed record FuzzFigures(long Requests, long ServerErrors, long Changed, long Leaks, long OffContract, long Accepted)
{
    /// <summary>Operations that accepted none: what lies behind their first checks was not reached.</summary>
    public IReadOnlyList<string> NeverAccepted { get; init; } = [];
}

/// <summary>
/// Generated requests against every operation (接口模糊测试): nothing may answer with 5xx or a stack trace, answers are what the contract says, and a refused
/// request changes no row. Requests go in small groups; a group in which an accepted one changed something is followed by its refused ones again, alone, so that
/// each is judged. Whole requests and changed ones go apart: most groups of the latter are refused altogether and sent once.
/// </summary>
internal sealed partial class FuzzRun(ApiContract contract, FuzzTarget target, ChangeWatch watch, SampleMaker samples, int seed)
{
    private const int Group = 48;
    private const int Batch = 4 * Group;
    private const int FindingsKept = 40;

    /// <summary>Requests of an operation after which authorisations get their uses back: the looks of one share fit into them.</summary>
    private const int MostInShare = 500;

#pragma warning disable S2245 // the same requests at every run; nothing here is a secret
    private readonly RequestMaker _maker = new(samples, new Random(seed));
#pragma warning restore S2245

    private readonly Dictionary<string, string> _findings = new(StringComparer.Ordinal);

    /// <summary>Digests of answers that were as they should be: a page that is asked for a thousand times is judged once.</summary>
    private readonly HashSet<UInt128> _judged = [];

    /// <summary>One example of each sort of fault.</summary>
    public IEnumerable<string> Findings => _findings.Values;

    /// <summary>How often each operation accepted a request.</summary>
    public SortedDictionary<string, long> AcceptedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each operation refused with which code.</summary>
    public SortedDictionary<string, long> RefusedWith { get; } = new(StringComparer.Ordinal);

    /// <summary>How long each operation was waited for: what grows with what is stored shows here before it ends in time-outs.</summary>
    public Dictionary<string, TimeSpan> TimeOf { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each status was answered.</summary>
    public SortedDictionary<int, long> Statuses { get; } = [];

    public async Task<FuzzFigures> RunAsync(int requestsPerOperation, IProgress<double> progress, CancellationToken cancel)
    {
        var figures = new FuzzFigures(0, 0, 0, 0, 0, 0);
        // Two tenths for all of them first, so that later requests can name what earlier ones made.
        var tenth = Math.Max(1, requestsPerOperation / 10);
        int[] shares = [.. Pieces(tenth), .. Pieces(tenth), .. Pieces(requestsPerOperation - (2 * tenth))];
        var done = 0;
        foreach (var share in shares)
        {
            await watch.RenewAsync(cancel).ConfigureAwait(false);
            foreach (var operation in contract.Operations)
            {
                for (var left = share; left > 0; left -= Batch)
                {
                    var made = Enumerable.Range(0, Math.Min(Batch, left)).Select(_ => _maker.Make(operation)).ToLookup(request => request.What.Length == 0);
                    foreach (var group in made.SelectMany(alike => alike.Chunk(Group)))
                    {
                        figures = Sum(figures, await GroupAsync(group, cancel).ConfigureAwait(false));
                    }
                }

                progress.Report(++done / (double)(shares.Length * contract.Operations.Count));
            }
        }

        return figures with { NeverAccepted = [.. AcceptedBy.Where(operation => operation.Value == 0).Select(operation => operation.Key)] };
    }

    private static IEnumerable<int> Pieces(int all)
    {
        for (; all > 0; all -= MostInShare)
        {
            yield return Math.Min(all, MostInShare);
        }
    }

    private async Task<FuzzFigures> GroupAsync(FuzzRequest[] requests, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(requests.Select(request => target.SendAsync(request, cancel))).ConfigureAwait(false);
        var operation = requests[0].Operation.Id;
        TimeOf[operation] = TimeOf.GetValueOrDefault(operation) + Stopwatch.GetElapsedTime(began);
        var figures = requests.Zip(answers).Aggregate(new FuzzFigures(0, 0, 0, 0, 0, 0), (sum, pair) => Sum(sum, Judge(pair.First, pair.Second)));
        var changed = await watch.SinceLastAsync(cancel).ConfigureAwait(false);
        if (changed.Count == 0)
        {
            return figures;
        }

        FuzzRequest[] refused = [.. requests.Zip(answers).Where(pair => pair.Second.Status >= 400).Select(pair => pair.First)];
        if (figures.Accepted == 0)
        {
            return figures with { Changed = await ChangedByAsync(refused, changed, cancel).ConfigureAwait(false) };
        }

        var again = await Task.WhenAll(refused.Select(request => target.SendAsync(request, cancel))).ConfigureAwait(false);
        // What the accepted ones made may let another one in now; then this group says nothing of the rest.
        changed = await watch.SinceLastAsync(cancel).ConfigureAwait(false);
        return changed.Count > 0 && again.All(answer => answer.Status >= 400) ? figures with { Changed = await ChangedByAsync(refused, changed, cancel).ConfigureAwait(false) } : figures;
    }

    /// <summary>Which of them changed something: each alone.</summary>
    private async Task<long> ChangedByAsync(FuzzRequest[] refused, IReadOnlyList<string> tables, CancellationToken cancel)
    {
        var changed = 0;
        foreach (var request in refused)
        {
            var answer = await target.SendAsync(request, cancel).ConfigureAwait(false);
            if (await watch.SinceLastAsync(cancel).ConfigureAwait(false) is { Count: > 0 } rows && answer.Status >= 400)
            {
                changed++;
                Note($"changed {request.Operation.Id} {string.Join(',', rows)}", request, answer);
            }
        }

        if (changed == 0)
        {
            _findings.TryAdd("changed " + refused[0].Operation.Id, $"{refused[0].Operation}: a group of refused requests changed {string.Join(", ", tables)}, and none of them alone");
        }

        return Math.Max(1, changed);
    }

    private FuzzFigures Judge(FuzzRequest request, FuzzAnswer answer)
    {
        Statuses[answer.Status] = Statuses.GetValueOrDefault(answer.Status) + 1;
        var digest = Digest(request, answer);
        var wasJudged = _judged.Contains(digest);
        var (failed, leaks) = (answer.Status >= 500, !wasJudged && StackTrace().IsMatch(answer.Body));
        var fault = wasJudged ? null : Fault(request, answer);
        if (failed || leaks || fault is not null)
        {
            Note($"{request.Operation.Id} {answer.Status} {(leaks ? "leak" : "")} {fault?.Split(':')[0]}", request, answer, fault);
        }

        AcceptedBy[request.Operation.Id] = AcceptedBy.GetValueOrDefault(request.Operation.Id) + (answer.Status < 400 ? 1 : 0);
        if (ApiContract.IsProblem(answer.MediaType))
        {
            var code = $"{request.Operation.Id} {JsonNode.Parse(answer.Body)!["code"]}";
            RefusedWith[code] = RefusedWith.GetValueOrDefault(code) + 1;
        }

        if (!failed && !leaks && fault is null)
        {
            _judged.Add(digest);
        }

        if (!wasJudged && answer.Status < 300 && answer.MediaType == "application/json")
        {
            samples.Learn(request.Operation, JsonNode.Parse(answer.Body));
        }

        return new FuzzFigures(1, failed ? 1 : 0, 0, leaks ? 1 : 0, fault is null ? 0 : 1, answer.Status < 400 ? 1 : 0);
    }

    private static UInt128 Digest(FuzzRequest request, FuzzAnswer answer) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{request.Operation.Id} {request.IsPathWhole} {request.Credentials} {answer.Status} {answer.MediaType} {answer.Body}"))));

    private string? Fault(FuzzRequest request, FuzzAnswer answer)
    {
        // The web server itself refuses what is no HTTP before any operation sees it, and has no words then.
        if (answer.Body.Length == 0 && answer.Status is 400 or 414 or 431)
        {
            return null;
        }

        if (request is { Credentials: Credentials.Valid, IsPathWhole: true } && answer.Status == 401)
        {
            // A run that is turned away at the door proves nothing of what lies behind it.
            return $"{request.Operation} turned away credentials as they should be";
        }

        if (request.IsPathWhole)
        {
            return contract.Fault(request.Operation, answer.Status, answer.MediaType, answer.Body);
        }

        return answer.Status < 400 || ApiContract.IsProblem(answer.MediaType) ? null : $"{request.Operation} refused without a problem";
    }

    private void Note(string sort, FuzzRequest request, FuzzAnswer answer, string? fault = null)
    {
        if (_findings.Count < FindingsKept)
        {
            var body = request.Body is null ? "" : System.Text.Encoding.UTF8.GetString(request.Body);
            _findings.TryAdd(sort, $"{sort.Trim()}: {request.Operation.Method} {request.Target} [{request.What}] {(body.Length > 300 ? body[..300] : body)} -> {answer.Status} {(answer.Body.Length > 300 ? answer.Body[..300] : answer.Body)} {fault}");
        }
    }

    private static FuzzFigures Sum(FuzzFigures a, FuzzFigures b) => new(
        a.Requests + b.Requests, a.ServerErrors + b.ServerErrors, a.Changed + b.Changed, a.Leaks + b.Leaks, a.OffContract + b.OffContract, a.Accepted + b.Accepted);

    [GeneratedRegex(@"\bat [A-Za-z_]+(\.[A-Za-z_<>`0-9]+)+\(|\.cs:line|[A-Za-z]Exception\b|Npgsql|SQLSTATE", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StackTrace();
}
