using System.CommandLine;

namespace FinancingPlatform.Cli.Node;

/// <summary><c>fp node</c>: the exchange with province and nation, asked over HTTP from the programs that run it.</summary>
internal static class NodeCommand
{
    public static Command Build() => new("node", "The exchange with province and nation (节点交换).")
    {
        StatusCommand.Build(),
        DrainCommand.Build(),
        ReconcileCommand.Build(),
    };
}
