namespace FinancingPlatform.Hosting.Health;

/// <summary>One thing that must hold before a host takes requests (就绪检查). Register as many as needed.</summary>
/// <param name="Name">Stands in the answer of <c>/readyz</c>.</param>
/// <param name="CheckAsync">Null when it holds, otherwise why not, in words without secrets.</param>
public sealed record Readiness(string Name, Func<CancellationToken, Task<string?>> CheckAsync);
