using System.Text.Json;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Core;

/// <summary>Good and bad identifiers from standards' tests and from published registrations.</summary>
internal static class IdentifierVectors
{
    private static readonly Lazy<JsonElement> File = new(() =>
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(SharedData.Require("identifiers/cn_identifier_vectors.json")));
        return document.RootElement.Clone();
    });

    public static JsonElement At(params string[] names) => names.Aggregate(File.Value, (element, name) => element.GetProperty(name));

    public static IEnumerable<string> Strings(params string[] names) => At(names).EnumerateArray().Select(element => element.GetString()!);

    /// <summary>Lists of [value, remark].</summary>
    public static IEnumerable<(string Value, string Remark)> Pairs(params string[] names) =>
        At(names).EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!));
}
