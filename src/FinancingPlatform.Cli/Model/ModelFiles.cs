using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Cli.Model;

/// <summary>Files that the model commands read, and errors as they tell them.</summary>
internal static class ModelFiles
{
    /// <summary>The path, or bad usage when there is no such file.</summary>
    public static string Existing(string path) =>
        File.Exists(path) ? path : throw CliException.BadUsage("The file does not exist.", path, "Check the path.");

    /// <summary>The value, or the error as this program's failure.</summary>
    public static T Need<T>(Result<T> result) =>
        result.IsOk ? result.Value : throw new CliException(result.Error.MessageEn, result.Error.Field ?? result.Error.Code, "Mend the place that is named and run it again.");
}
