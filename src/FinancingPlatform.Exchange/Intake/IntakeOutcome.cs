using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Intake;

/// <summary>What a handler decided about a message (收报结论).</summary>
public sealed record IntakeOutcome
{
    private IntakeOutcome(MessageFate fate, string? code)
    {
        Fate = fate;
        Code = code;
    }

    /// <summary>The node holds the fact now.</summary>
    public static IntakeOutcome Accepted { get; } = new(MessageFate.Accepted, null);

    /// <summary>The node held the same fact already.</summary>
    public static IntakeOutcome Duplicate { get; } = new(MessageFate.Duplicate, null);

    /// <summary>The decision.</summary>
    public MessageFate Fate { get; }

    /// <summary>Why, when refused or deferred.</summary>
    public string? Code { get; }

    /// <summary>The node refuses it for good; the code is a stable slug such as <c>bad-signature</c>. Its stream stands still at the sender.</summary>
    public static IntakeOutcome Refused(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new(MessageFate.Refused, code);
    }

    /// <summary>Not now: what it needs may still come. The sender tries again.</summary>
    public static IntakeOutcome Deferred(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new(MessageFate.Deferred, code);
    }
}
