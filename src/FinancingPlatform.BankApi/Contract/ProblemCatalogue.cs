using System.Text.Json.Nodes;
using FinancingPlatform.BankApi.Sandbox;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>Every problem of the contract once (错误目录), with the number of the sandbox case that provokes it.</summary>
internal sealed class ProblemCatalogue
{
    private readonly SortedDictionary<string, Error> _byKey;

    private ProblemCatalogue(SortedDictionary<string, Error> byKey) => _byKey = byKey;

    public IEnumerable<Error> All => _byKey.Values;

    public static ProblemCatalogue Of(EndpointDataSource endpoints)
    {
        var byKey = new SortedDictionary<string, Error>(StringComparer.Ordinal);
        foreach (var error in ContractOperations.Of(endpoints).Values.SelectMany(ContractOperations.ProblemsOf))
        {
            byKey.TryAdd(KeyOf(error), error);
        }

        return new ProblemCatalogue(byKey);
    }

    /// <summary>Code and status: one code may stand for two statuses, where a look and a post learn the same thing.</summary>
    public static string KeyOf(Error error) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{error.Code}-{ProblemStatus.Of(error)}");

    /// <summary>The list of types.</summary>
    public JsonArray Types(SandboxCases cases) => new([.. _byKey.Values.Select(error => (JsonNode)new JsonObject
    {
        ["type"] = ProblemStatus.TypeOf(error.Code),
        ["code"] = error.Code,
        ["status"] = ProblemStatus.Of(error),
        ["title"] = error.MessageEn,
        ["title_zh"] = error.MessageZh,
        ["sandbox_case"] = cases.NumberOf(error),
    })]);
}
