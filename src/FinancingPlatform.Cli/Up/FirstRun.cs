using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Up;

/// <summary>What only the first run of a data folder does: the invented city, its accounts, its first scores.</summary>
internal static class FirstRun
{
    public static Task SeedAsync(EmbeddedPostgres server, UpOptions options, Folders folders, Output output, CancellationToken cancel) => Task.CompletedTask;

    public static IEnumerable<string> Accounts(Folders folders) => [];
}
