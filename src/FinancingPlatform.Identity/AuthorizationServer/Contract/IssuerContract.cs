using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Authorize;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using FinancingPlatform.Identity.AuthorizationServer.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer.Contract;

/// <summary>
/// The issuer's description (签发方接口契约, OpenAPI 3.1). Its endpoints take forms that the standards define, so that no type says what they are: the words
/// are written in the files beside this one, and the code tells each endpoint's checks. docs/openapi/authorization-server-v1.json is this document; tests
/// hold every answer of the issuer to it.
/// </summary>
public sealed class IssuerContract
{
    /// <summary>Where the issuer serves it.</summary>
    public const string Route = "/openapi/authorization-server-v1.json";

    private static readonly JsonSerializerOptions s_written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private readonly Lazy<byte[]> _bytes;

    internal IssuerContract(PushEndpoint push, TokenEndpoint token, RevocationEndpoint revocation, IntrospectionEndpoint introspection)
    {
        var checks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["PushAuthorizationRequest"] = push.Checks,
            ["OpenConsentPage"] = AuthorizationFlow.Checks,
            ["RequestToken"] = token.Checks,
            ["RevokeToken"] = revocation.Checks,
            ["IntrospectToken"] = introspection.Checks,
        };
        _bytes = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(Build(checks), s_written));
    }

    /// <summary>The document in UTF-8.</summary>
    public byte[] Bytes() => _bytes.Value;

    private static JsonObject Build(Dictionary<string, IReadOnlyList<string>> checks)
    {
        var (document, paths) = (Read("document"), Read("paths"));
        foreach (var operation in paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject()))
        {
            if (checks.Remove(operation["operationId"]!.GetValue<string>(), out var names))
            {
                operation["x-checks"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
            }
        }

        if (checks.Count > 0)
        {
            throw new InvalidOperationException($"The description has no operation {string.Join(", ", checks.Keys)}.");
        }

        document["paths"] = paths;
        document["components"]!["schemas"] = Read("schemas");
        return document;
    }

    private static JsonObject Read(string name)
    {
        using var stream = typeof(IssuerContract).Assembly.GetManifestResourceStream($"Contract/{name}.json")
            ?? throw new InvalidOperationException($"Contract/{name}.json does not travel with the assembly.");
        return JsonNode.Parse(stream, null, s_strict)!.AsObject();
    }
}
