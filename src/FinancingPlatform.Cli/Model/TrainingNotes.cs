using System.Globalization;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary>What is said of a table before it is learnt from, on standard error: rows left out, and columns that may tell the outcome.</summary>
internal static class TrainingNotes
{
    public static void Say(ModelTable table, Output output)
    {
        if (table.LeftOut > 0)
        {
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{table.LeftOut} rows left out: their outcome is not known yet (label.leave_out)."));
        }

        foreach (var suspect in LeakCheck.Suspects(table))
        {
            output.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"warning: column {suspect.Column} may tell the outcome: {suspect.Reach:0%} of the bad rows have values that no good row has. If it is only filled after the outcome, mark it ignore."));
        }
    }
}
