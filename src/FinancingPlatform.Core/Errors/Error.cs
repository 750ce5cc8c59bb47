namespace FinancingPlatform.Core.Errors;

/// <summary>An expected failure (错误) as a value: what went wrong, where, and what to do, in both languages.</summary>
/// <param name="Kind">Its sort, which decides the HTTP status.</param>
/// <param name="Code">Stable kebab-case name; a client may switch on it, so it never changes its meaning.</param>
/// <param name="MessageZh">For people, Chinese.</param>
/// <param name="MessageEn">For people, English.</param>
public sealed record Error(ErrorKind Kind, string Code, string MessageZh, string MessageEn)
{
    /// <summary>Name of the input field that is wrong; null when it is not one field.</summary>
    public string? Field { get; init; }

    /// <summary>Seconds after which the same request may succeed; null when waiting does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Field is null ? $"{Code}: {MessageEn}" : $"{Code} ({Field}): {MessageEn}";
}
