using FinancingPlatform.Hosting.Limits;

namespace FinancingPlatform.Hosting;

/// <summary>What a host may choose (主机选项).</summary>
public sealed class PlatformHostingOptions
{
    /// <summary>Largest request body in bytes.</summary>
    public long BodyBytes { get; set; } = HostLimits.BodyBytes;

    /// <summary>Page shown to people (who accept text/html) after an unexpected exception or a bare status; null answers with problem details.</summary>
    public string? ErrorPage { get; set; }

    /// <summary>Connection strings by name that <c>/readyz</c> tries; absent ones are left out.</summary>
    public IList<string> Databases { get; } = ["Platform"];
}
