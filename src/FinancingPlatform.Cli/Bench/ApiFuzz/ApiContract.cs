using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>One operation of the contract (契约操作).</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Template of its path.</param>
/// <param name="Parameters">Path and query parameters.</param>
/// <param name="NeedsKey">It needs an Idempotency-Key.</param>
/// <param name="ForDepartments">It is for departments and not for banks.</param>
/// <param name="BodyType">Media type of its body; null when it takes none.</param>
/// <param name="Body">Schema of its body.</param>
/// <param name="Responses">Its responses by status.</param>
internal sealed record ApiOperation(
    string Id, string Method, string Path, IReadOnlyList<ApiParameter> Parameters, bool NeedsKey, bool ForDepartments, string? BodyType, JsonObject? Body, JsonObject Responses)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter in path or query.</summary>
internal sealed record ApiParameter(string Name, string In, JsonObject Schema);

/// <summary>The contract as programs read it (接口契约): operations, and whether an answer is what it says.</summary>
internal sealed class ApiContract
{
    private const string Problem = "application/problem+json";
    private readonly JsonObject _document;
    private readonly Dictionary<string, ApiOperation[]> _byMethod;

    private ApiContract(JsonObject document)
    {
        _document = document;
        Schemas = new SchemaCheck(document);
        Operations = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => Read(path.Key, operation.Key, operation.Value!.AsObject())))];
        _byMethod = Operations.GroupBy(operation => operation.Method, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public SchemaCheck Schemas { get; }

    public JsonObject Document => _document;

    public static ApiContract Parse(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        Unfold(document);
        return new ApiContract(document);
    }

    /// <summary>The operation that a request means; null when none.</summary>
    public ApiOperation? Find(string method, string path) =>
        _byMethod.GetValueOrDefault(method)?.Where(operation => Matches(operation.Path, path)).MinBy(operation => operation.Parameters.Count(parameter => parameter.In == "path"));

    /// <summary>What in an answer is not in the contract; null when all of it is.</summary>
    public string? Fault(ApiOperation operation, int status, string? mediaType, string body)
    {
        if (operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not JsonObject response)
        {
            return $"{operation} answered {status}, which the contract does not name: {Short(body)}";
        }

        if (response["$ref"]?.GetValue<string>() is { } shared)
        {
            response = _document["components"]!["responses"]![shared[(shared.LastIndexOf('/') + 1)..]]!.AsObject();
        }

        if (mediaType is null || response["content"]?[mediaType]?["schema"] is not JsonObject schema)
        {
            return $"{operation} answered {status} as {mediaType}, which the contract does not name: {Short(body)}";
        }

        try
        {
            var lines = mediaType == "application/x-ndjson" ? body.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [body];
            return lines.Select(line => Schemas.Fault(schema, JsonNode.Parse(line))).FirstOrDefault(fault => fault is not null) is { } fault
                ? $"{operation} answered {status}, and {fault} in {Short(body)}"
                : null;
        }
        catch (JsonException)
        {
            return $"{operation} answered {status} with what is no JSON: {Short(body)}";
        }
    }

    /// <summary>True for an answer that says what went wrong, as every refusal does.</summary>
    public static bool IsProblem(string? mediaType) => mediaType == Problem;

    private ApiOperation Read(string path, string method, JsonObject operation)
    {
        var parameters = operation["parameters"]!.AsArray().Select(parameter => parameter!.AsObject()).ToList();
        var body = operation["requestBody"]?["content"]?.AsObject().First();
        return new ApiOperation(
            operation["operationId"]!.GetValue<string>(), method.ToUpperInvariant(), path,
            [.. parameters.Where(p => p["name"] is not null).Select(p => new ApiParameter(p["name"]!.GetValue<string>(), p["in"]!.GetValue<string>(), p["schema"]!.AsObject()))],
            parameters.Any(p => p["$ref"]?.GetValue<string>().EndsWith("IdempotencyKey", StringComparison.Ordinal) == true),
            operation["tags"]![0]!.GetValue<string>() == "departments", body?.Key, body?.Value?["schema"]?.AsObject(), operation["responses"]!.AsObject());
    }

    /// <summary>Nodes unfold when they are first read, and several threads read this document.</summary>
    private static void Unfold(JsonNode? node)
    {
        foreach (var inner in node switch { JsonObject o => o.Select(member => member.Value), JsonArray a => a, _ => [] })
        {
            Unfold(inner);
        }
    }

    private static bool Matches(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];
}
