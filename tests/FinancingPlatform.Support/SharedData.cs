namespace FinancingPlatform.Support;

/// <summary>Real data that is not in the repository: <c>FP_SHARED_DATA</c>, or <c>shared/data</c> beside the checkout or beside a folder above it.</summary>
public static class SharedData
{
    /// <summary>Names the folder.</summary>
    public const string Variable = "FP_SHARED_DATA";

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>A file or folder of it. Where it is missing the test is skipped with a message; in CI it fails, so that nothing is skipped unseen.</summary>
    public static string Require(string relativePath)
    {
        var path = Folder is null ? null : Path.Combine(Folder, relativePath);
        if (path is not null && Path.Exists(path))
        {
            return path;
        }

        var message = $"Real data {relativePath} is not here. Put it in ../shared/data, or name the folder with {Variable}.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
        return message;
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
