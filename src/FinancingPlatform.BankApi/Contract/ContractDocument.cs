using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.BankApi.Sandbox;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>
/// The API's description (接口契约, OpenAPI 3.1): generated from the routes and their types, then told what no type says: fields, units, examples, problems,
/// headers, security. Built once, the same bytes from every host: docs/openapi/bank-api-v1.json is this document, and a test compares them.
/// </summary>
internal sealed class ContractDocument(IServiceProvider services, EndpointDataSource endpoints)
{
    public const string Name = "v1";
    public const string Route = "/openapi/v1.json";

    private static readonly JsonSerializerOptions s_written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim _once = new(1);
    private byte[]? _bytes;

    /// <summary>The document in UTF-8.</summary>
    public async Task<byte[]> BytesAsync(CancellationToken cancellationToken)
    {
        if (_bytes is null)
        {
            await _once.WaitAsync(cancellationToken);
            try
            {
                _bytes ??= JsonSerializer.SerializeToUtf8Bytes(await BuildAsync(FieldGlossary.Load(), cancellationToken), s_written);
            }
            finally
            {
                _once.Release();
            }
        }

        return _bytes;
    }

    /// <summary>The document, described from a glossary.</summary>
    public async Task<JsonObject> BuildAsync(FieldGlossary glossary, CancellationToken cancellationToken)
    {
        var generated = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellationToken);
        var json = JsonNode.Parse(await generated.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!.AsObject();
        var skeleton = ContractResources.Read("Contract/skeleton.json");
        var components = skeleton["components"]!.AsObject();
        var problems = ProblemCatalogue.Of(endpoints);

        OperationPart.Apply(json["paths"]!.AsObject(), endpoints, glossary);
        SchemaPart.Merge(components["schemas"]!.AsObject(), json["components"]!["schemas"]!.AsObject());
        SchemaPart.Apply(components["schemas"]!.AsObject(), json["paths"]!.AsObject(), glossary);
        components["responses"] = OperationPart.SharedResponses();
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = skeleton["info"]!.DeepClone(),
            ["servers"] = skeleton["servers"]!.DeepClone(),
            ["tags"] = skeleton["tags"]!.DeepClone(),
            ["paths"] = Sorted(json["paths"]!.AsObject()),
            ["components"] = components.DeepClone(),
            ["x-problem-types"] = problems.Types(services.GetRequiredService<SandboxCases>()),
        };
    }

    private static JsonObject Sorted(JsonObject paths) =>
        new(paths.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => KeyValuePair.Create(path.Key, path.Value?.DeepClone())));
}
