using System.Text;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>How a request shows who sends it.</summary>
internal enum Credentials
{
    /// <summary>Token and proof as they should be.</summary>
    Valid,

    /// <summary>None.</summary>
    None,

    /// <summary>No token at all, but text.</summary>
    Garbage,

    /// <summary>A token, and what is no proof.</summary>
    GarbageProof,

    /// <summary>Two tokens.</summary>
    Twice,
}

/// <summary>A generated request (生成的请求).</summary>
/// <param name="Operation">The operation that it means.</param>
/// <param name="Target">Path and query as they stand in the request line.</param>
/// <param name="IsPathWhole">False when the path may mean another operation, or none.</param>
/// <param name="MediaType">Content-Type; null for none.</param>
/// <param name="Body">Body; null for none.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="Credentials">How it shows who sends it.</param>
/// <param name="What">What was changed, for a finding.</param>
internal sealed record FuzzRequest(
    ApiOperation Operation, string Target, bool IsPathWhole, string? MediaType, byte[]? Body, IReadOnlyList<(string Name, string Value)> Headers, Credentials Credentials, string What);

/// <summary>Makes requests of an operation and changes things in them (请求变异): body, path, query, headers, media type, credentials.</summary>
internal sealed class RequestMaker(SampleMaker samples, Random random)
{
    private const int MostChanges = 3;
    private const string Json = "application/json";

    public FuzzRequest Make(ApiOperation operation)
    {
        var what = new List<string>();
        var (path, isWhole) = Path(operation, what);
        var (mediaType, body) = Body(operation, what);
        return new FuzzRequest(operation, path + Query(operation, what), isWhole, mediaType, body, Headers(operation, what), Who(what), string.Join("; ", what));
    }

    private (string Path, bool IsWhole) Path(ApiOperation operation, List<string> what)
    {
        var (path, isWhole) = (operation.Path, true);
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path"))
        {
            var value = Uri.EscapeDataString(IsOwnName(operation) ? Guid.NewGuid().ToString() : samples.Sample(parameter.Schema, parameter.Name == "noteNo" ? "note_no" : parameter.Name == "id" ? SampleMaker.IdPool(operation) : parameter.Name)?.ToString() ?? "x");
            if (random.Next(8) == 0)
            {
                value = Pick(Nasty.Segments);
                isWhole = false;
                what.Add($"path {Short(value)}");
            }

            path = path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
        }

        return (path, isWhole);
    }

    /// <summary>What is put under a name of the caller's own choice is a new thing half of the time.</summary>
    private bool IsOwnName(ApiOperation operation) => operation.Method == "PUT" && random.Next(2) == 0;

    private string Query(ApiOperation operation, List<string> what)
    {
        var pairs = new List<string>();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "query" && random.Next(2) == 0))
        {
            if (random.Next(2) == 0)
            {
                pairs.Add($"{parameter.Name}={Uri.EscapeDataString(samples.Sample(parameter.Schema, parameter.Name == "after" ? "next" : parameter.Name)?.ToString() ?? "")}");
                continue;
            }

            var value = Pick(Nasty.QueryValues);
            what.Add($"query {parameter.Name}={Short(value)}");
            pairs.Add($"{parameter.Name}={value}");
            if (random.Next(6) == 0)
            {
                pairs.Add($"{parameter.Name}={Pick(Nasty.QueryValues)}");
            }
        }

        if (random.Next(30) == 0)
        {
            pairs.Add(Pick(["unknown=1", "access_token=x", "=", "&&", "a[]=1", "uscc", "%=%"]));
        }

        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    private (string? MediaType, byte[]? Body) Body(ApiOperation operation, List<string> what)
    {
        if (operation.BodyType is null)
        {
            return random.Next(20) == 0 ? (Json, "{}"u8.ToArray()) : (null, null);
        }

        var mediaType = operation.BodyType;
        if (random.Next(25) == 0)
        {
            mediaType = Nasty.MediaTypes[random.Next(Nasty.MediaTypes.Count)];
            what.Add($"media type {mediaType}");
        }

        if (random.Next(25) == 0)
        {
            what.Add("another body");
            return (mediaType, Nasty.Bodies[random.Next(Nasty.Bodies.Count)]);
        }

        if (operation.BodyType == Json)
        {
            return (mediaType, Damaged(One(operation, what), what));
        }

        var lines = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Encoding.UTF8.GetString(One(operation, what)));
        return (mediaType, Damaged(Encoding.UTF8.GetBytes(string.Join('\n', lines) + (random.Next(4) == 0 ? "" : "\n")), what));
    }

    private byte[] One(ApiOperation operation, List<string> what)
    {
        var body = new FuzzBody(samples.Sample(operation.Body!) ?? new JsonObject(), random);
        // Half of them whole, so that what lies behind the first check is reached as well.
        for (var change = Math.Max(0, random.Next(-MostChanges, MostChanges + 1)); change > 0; change--)
        {
            what.Add(body.Mutate());
        }

        return body.Write();
    }

    private byte[] Damaged(byte[] body, List<string> what)
    {
        switch (random.Next(60))
        {
            case 0 when body.Length > 1:
                what.Add("cut off");
                return body[..random.Next(1, body.Length)];
            case 1 when body.Length > 0:
                what.Add("one byte changed");
                var changed = body.ToArray();
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                return changed;
            case 2:
                what.Add("oversized");
                return [.. body, .. Encoding.ASCII.GetBytes(new string(' ', random.Next(16, 20) * 1024))];
            case 3:
                what.Add("more behind it");
                return [.. body, .. "}x"u8];
            default:
                return body;
        }
    }

    private List<(string Name, string Value)> Headers(ApiOperation operation, List<string> what)
    {
        var headers = new List<(string, string)>();
        if (operation.NeedsKey)
        {
            switch (random.Next(20))
            {
                case 0:
                    what.Add("no key");
                    break;
                case 1:
                    headers.Add(("Idempotency-Key", Pick(Nasty.HeaderValues)));
                    what.Add("another key");
                    break;
                case 2:
                    headers.Add(("Idempotency-Key", "the-same-key"));
                    break;
                default:
                    headers.Add(("Idempotency-Key", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{random.NextInt64():x}{random.NextInt64():x}")));
                    break;
            }
        }

        if (random.Next(20) == 0)
        {
            headers.Add((Pick(["X-Correlation-Id", "traceparent", "Accept", "Accept-Encoding", "X-Forwarded-For", "Cookie", "Range", "If-Match", "Content-Language", "Sandbox-Case"]), Pick(Nasty.HeaderValues)));
        }

        return headers;
    }

    private Credentials Who(List<string> what)
    {
        var who = random.Next(60) switch
        {
            0 => Credentials.None,
            1 => Credentials.Garbage,
            2 => Credentials.GarbageProof,
            3 => Credentials.Twice,
            _ => Credentials.Valid,
        };
        if (who != Credentials.Valid)
        {
            what.Add($"credentials {who}");
        }

        return who;
    }

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
