namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>One named check of an endpoint (检查项): null when it passes, otherwise the error that the standard gives it.</summary>
internal sealed record Check<T>(string Name, Func<T, CancellationToken, ValueTask<OAuthError?>> Find)
{
    public static Check<T> Of(string name, Func<T, OAuthError?> find) => new(name, (e, _) => ValueTask.FromResult(find(e)));
}

/// <summary>An endpoint's checks, in the order in which they are made; the list reads like the specification.</summary>
internal static class Checks
{
    /// <summary>The first that fails; null when all pass.</summary>
    public static async ValueTask<OAuthError?> FirstFaultAsync<T>(this IReadOnlyList<Check<T>> checks, T evidence, CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            if (await check.Find(evidence, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
