namespace FinancingPlatform.Cli.Up;

/// <summary>One program to run: its name, where it lies, where it listens, and what it is told by its environment.</summary>
/// <param name="Name">Stable name: portal, bank-api, province, nation, worker or phone.</param>
/// <param name="Folder">Its published folder, which is also its working folder and content root.</param>
/// <param name="Assembly">File in that folder.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Environment">Its configuration.</param>
internal sealed record HostSpec(string Name, string Folder, string Assembly, string Url, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>What it is told on its command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
