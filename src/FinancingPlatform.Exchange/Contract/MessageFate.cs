namespace FinancingPlatform.Exchange.Contract;

/// <summary>What a node did with a message (处理结果).</summary>
public enum MessageFate
{
    /// <summary>The node holds the fact now.</summary>
    Accepted,

    /// <summary>The node held the same fact already, under another message.</summary>
    Duplicate,

    /// <summary>The node refuses the fact for good; the code says why. The sender parks the message and its stream stands still.</summary>
    Refused,

    /// <summary>Not now: a gap before it, a stopped stream, or a passing fault. The sender tries again.</summary>
    Deferred,
}

/// <summary>The names of <see cref="MessageFate"/> on the wire, in the database and in signed bytes (处理结果代码).</summary>
public static class FateNames
{
    /// <summary>The stable name of a fate.</summary>
    public static string Of(MessageFate fate) => fate switch
    {
        MessageFate.Accepted => "accepted",
        MessageFate.Duplicate => "duplicate",
        MessageFate.Refused => "refused",
        MessageFate.Deferred => "deferred",
    };

    /// <summary>The fate of a stable name; null when there is none of that name.</summary>
    public static MessageFate? Parse(string name) => name switch
    {
        "accepted" => MessageFate.Accepted,
        "duplicate" => MessageFate.Duplicate,
        "refused" => MessageFate.Refused,
        "deferred" => MessageFate.Deferred,
        _ => null,
    };
}
