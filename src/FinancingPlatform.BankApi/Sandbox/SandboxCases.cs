using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Sandbox;

/// <summary>
/// The numbered cases (沙箱用例): with <c>Sandbox-Case: SBX-…</c> an operation answers with that problem, as it would for the real cause, if it is one that the operation
/// may answer with. Numbers are part of the contract: they never change their meaning (<c>Contract/cases.json</c>).
/// </summary>
internal sealed class SandboxCases
{
    public const string Header = "Sandbox-Case";

    private readonly Dictionary<string, string> _keyByNumber;
    private readonly Dictionary<string, string> _numberByKey;

    private SandboxCases(Dictionary<string, string> keyByNumber)
    {
        _keyByNumber = keyByNumber;
        _numberByKey = keyByNumber.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }

    /// <summary>Number and key of every case, by number.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _keyByNumber.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public static SandboxCases Load() => new(ContractResources.Read("Contract/cases.json").ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal));

    /// <summary>The number of a problem's case; null when it has none.</summary>
    public string? NumberOf(Error error) => _numberByKey.GetValueOrDefault(ProblemCatalogue.KeyOf(error));

    /// <summary>The problem of a case, if the operation may answer with it.</summary>
    public Error? Find(string number, Endpoint? operation) =>
        operation?.Metadata.GetMetadata<IEndpointNameMetadata>() is not null && _keyByNumber.TryGetValue(number, out var key)
            ? ContractOperations.ProblemsOf(operation).FirstOrDefault(error => ProblemCatalogue.KeyOf(error) == key)
            : null;
}
