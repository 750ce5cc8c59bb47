namespace FinancingPlatform.Hosting;

/// <summary>Which host this process is.</summary>
internal sealed record HostIdentity(string Name, PlatformHostingOptions Options);
