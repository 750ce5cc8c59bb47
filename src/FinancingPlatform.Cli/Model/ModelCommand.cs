using System.CommandLine;
using FinancingPlatform.Cli.Model.Examples;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model …</c>: scoring packs from any table, and the platform's own demonstration packs.</summary>
internal static class ModelCommand
{
    public static Command Build() => new("model", "Scoring packs: train, evaluate, cross-validate, compare, score, explain.")
    {
        ExampleCommand.Build(),
        TrainCommand.Build(),
        EvaluateCommand.Build(),
        CrossValidateCommand.Build(),
        CompareCommand.Build(),
        ScoreTableCommand.Build(),
        ExplainCommand.Build(),
        DemonstrationCommand.Build(),
        FeaturesCommand.Build(),
        CityCommand.Build(),
        RowsCommands.BuildRows(),
        RowsCommands.BuildTrained(),
        RowsCommands.BuildRetraining(),
    };
}
