using System.CommandLine;

namespace FinancingPlatform.Cli;

/// <summary>Every command group of <c>fp</c>: a group is one folder with a <c>Build()</c>, and one line here.</summary>
internal static class Commands
{
    public static IEnumerable<Command> All()
    {
        yield return Up.UpCommand.Build();
        yield return Up.ControlCommands.Stop();
        yield return Up.ControlCommands.Start();
        yield return Up.ControlCommands.Down();
        yield return Up.StatusCommand.Build();
        yield return Demo.DemoCommand.Build();
        yield return Bench.BenchCommand.Build();
        yield return Bench.ScorePull.BaselineServer.Build();
        yield return Import.ImportCommand.Build();
        yield return Deliver.DeliverCommand.Build();
        yield return Pull.PullCommand.Build();
        yield return Catalogue.CatalogueCommand.Build();
        yield return Decisions.DecisionsCommand.Build();
        yield return Seed.SeedCommand.Build();
        yield return Indicators.IndicatorsCommand.Build();
        yield return Audit.AuditCommand.Build();
        yield return Node.NodeCommand.Build();
        yield return Uscc.UsccCommand.Build();
        yield return Codes.CodesCommand.Build();
        yield return Model.ModelCommand.Build();
        yield return Score.ScoreCommand.Build();
    }
}
