using System.Globalization;
using System.Text.Json.Nodes;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.ResourceServer;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>What the generated operations are told (操作说明): their area, parameters, headers, security, and every problem that they may answer with.</summary>
internal static class OperationPart
{
    private static readonly (string Prefix, string Tag)[] s_areas =
    [
        ("/v1/score-pulls", "looks"), ("/v1/report-pulls", "looks"), ("/v1/authorisation", "authorisations"), ("/v1/deliveries", "departments"), ("/v1/objections", "departments"),
        ("/v1/products", "market"), ("/v1/needs", "market"), ("/v1/refusal-codes", "market"), ("/v1/pre-credit", "market"), ("/v1/packs", "models"), ("/v1/pack-pins", "models"),
        ("/v1/limit-policies", "models"), ("/v1/joint-models", "models"), ("/v1/score-overrides", "models"), ("/v1/events", "events"), ("/v1/alerts", "events"),
        ("/v1/webhooks", "events"), ("/v1/usage", "events"),
    ];

    public static void Apply(JsonObject paths, EndpointDataSource endpoints, FieldGlossary glossary)
    {
        var byName = ContractOperations.Of(endpoints);
        foreach (var (path, item) in paths)
        {
            foreach (var (_, node) in item!.AsObject())
            {
                var operation = node!.AsObject();
                var endpoint = byName[operation["operationId"]!.GetValue<string>()];
                operation["tags"] = new JsonArray(s_areas.FirstOrDefault(area => path.StartsWith(area.Prefix, StringComparison.Ordinal)).Tag ?? "lending");
                DescribeParameters(operation, endpoint, glossary);
                operation["security"] = Security(endpoint);
                operation["responses"] = Responses(operation["responses"]!.AsObject(), endpoint);
            }
        }
    }

    private static void DescribeParameters(JsonObject operation, Endpoint endpoint, FieldGlossary glossary)
    {
        var parameters = operation["parameters"]?.DeepClone().AsArray() ?? [];
        foreach (var parameter in parameters.Select(parameter => parameter!.AsObject()))
        {
            var (name, place) = (parameter["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>());
            parameter["description"] = glossary.Describe(parameter["schema"]!.AsObject(), $"{operation["operationId"]}.{name}", $"{place}.{name}")
                ?? throw new InvalidOperationException($"The parameter {operation["operationId"]}.{name} has no entry in Contract/Fields.");
        }

        if (endpoint.Metadata.GetMetadata<IdempotentOperation>() is not null)
        {
            parameters.Add((JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/IdempotencyKey" });
        }

        parameters.Add((JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/CorrelationId" });
        parameters.Add((JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/SandboxCase" });
        operation["parameters"] = parameters;
    }

    private static JsonArray Security(Endpoint endpoint)
    {
        var scope = endpoint.Metadata.GetMetadata<ForDepartmentsAttribute>() is null ? "bank-api" : "deliver";
        var dpop = new JsonObject { ["dpop"] = new JsonArray(), ["oauth"] = new JsonArray(scope) };
        // What is kept with the bank's own signature needs a proof: a certificate leaves none behind.
        return endpoint.Metadata.GetMetadata<DeferDpopReplayAttribute>() is null
            ? [dpop, new JsonObject { ["mutualTls"] = new JsonArray(), ["oauth"] = new JsonArray(scope) }]
            : [dpop];
    }

    private static JsonObject Responses(JsonObject generated, Endpoint endpoint)
    {
        var responses = new JsonObject();
        foreach (var (status, node) in generated.Where(response => response.Key.StartsWith('2')))
        {
            var response = node!.DeepClone().AsObject();
            response["description"] = status == "201" ? "已接收。 Taken." : "成功。 Done.";
            response["headers"] = Headers("X-Correlation-Id", "Deprecation", "Sunset");
            responses.Add(status, response);
        }

        foreach (var group in ContractOperations.ProblemsOf(endpoint).GroupBy(ProblemStatus.Of).OrderBy(group => group.Key))
        {
            var status = group.Key.ToString(CultureInfo.InvariantCulture);
            Error[] errors = [.. group];
            responses.Add(status, IsShared(group.Key, errors) ? new JsonObject { ["$ref"] = "#/components/responses/" + status } : Response(group.Key, errors));
        }

        return responses;
    }

    /// <summary>The answers that every operation may give alike, as the component <c>responses</c>.</summary>
    public static JsonObject SharedResponses() => new(ContractOperations.Shared.GroupBy(ProblemStatus.Of).Where(group => group.Key != StatusCodes.Status400BadRequest).OrderBy(group => group.Key).Select(group =>
        KeyValuePair.Create(group.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)Response(group.Key, [.. group]))));

    private static bool IsShared(int status, IReadOnlyCollection<Error> errors) =>
        ContractOperations.Shared.Count(error => ProblemStatus.Of(error) == status) == errors.Count && errors.All(error => ContractOperations.Shared.Any(shared => shared.Code == error.Code));

    private static JsonObject Response(int status, IReadOnlyList<Error> errors) => new()
    {
        ["description"] = Words(status),
        ["headers"] = status switch
        {
            StatusCodes.Status401Unauthorized => Headers("X-Correlation-Id", "WWW-Authenticate", "DPoP-Nonce"),
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Headers("X-Correlation-Id", "Retry-After"),
            _ => Headers("X-Correlation-Id"),
        },
        ["content"] = new JsonObject
        {
            ["application/problem+json"] = new JsonObject
            {
                // The codes as an enumeration: a typed client knows which it must handle.
                ["schema"] = new JsonObject
                {
                    ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
                    ["properties"] = new JsonObject { ["code"] = new JsonObject { ["enum"] = new JsonArray([.. errors.Select(error => error.Code).Order(StringComparer.Ordinal).Select(code => (JsonNode)code)]) } },
                },
            },
        },
    };

    private static string Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "请求不正确，请更正后重发。 The request is wrong; mend it.",
        StatusCodes.Status401Unauthorized => "身份未证明。 Not authenticated.",
        StatusCodes.Status403Forbidden => "不允许。 Not allowed.",
        StatusCodes.Status404NotFound => "没有，或不属于本行。 It does not exist, or is not the caller's.",
        StatusCodes.Status409Conflict => "与已有内容矛盾。 It contradicts what is there.",
        StatusCodes.Status410Gone => "曾经有，不会再有。 It was there and will not come back.",
        StatusCodes.Status413PayloadTooLarge => "超过上限，请拆分。 Above a limit; split it.",
        StatusCodes.Status415UnsupportedMediaType => "请求体的类型不受理。 The body's media type is not taken.",
        StatusCodes.Status422UnprocessableEntity => "格式正确，含义自相矛盾。 Well-formed, and contradicts itself.",
        StatusCodes.Status429TooManyRequests => "过于频繁，请稍候。 Too often; wait.",
        StatusCodes.Status500InternalServerError => "内部错误。 An unexpected failure.",
        _ => "暂时不可用，请稍后重试。 Not available for now; try again.",
    };

    private static JsonObject Headers(params string[] names) => new(
        names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = "#/components/headers/" + name })));
}
