using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>JSON files that travel inside the assembly (内嵌契约文件), under the path that they have in the source.</summary>
internal static class ContractResources
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public static JsonObject Read(string name)
    {
        using var stream = typeof(ContractResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} does not travel with the assembly.");
        return JsonNode.Parse(stream, null, s_strict)!.AsObject();
    }
}
