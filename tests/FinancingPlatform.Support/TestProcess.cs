using FinancingPlatform.Data;

namespace FinancingPlatform.Support;

/// <summary>What a test assembly sets before its first test; call <see cref="Prepare"/> from a module initializer.</summary>
public static class TestProcess
{
    /// <summary>Every part whose migrations the test databases get.</summary>
    internal static IReadOnlyList<DataPart> Parts { get; private set; } = [BasePart.Data];

    /// <summary>Sets the parts, and stops hosts from watching their configuration files: each watcher takes an inotify instance of few.</summary>
    public static void Prepare(IReadOnlyList<DataPart> parts)
    {
        Parts = parts;
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("ASPNETCORE_hostBuilder__reloadConfigOnChange", "false");
    }
}
