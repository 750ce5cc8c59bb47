namespace FinancingPlatform.Exchange.Contract;

/// <summary>The codes that the exchange itself gives with an outcome (交换结果代码); a kind's own refusals come from its part.</summary>
public static class OutcomeCodes
{
    /// <summary>Deferred: an earlier message of the stream has not arrived.</summary>
    public const string OutOfOrder = "out-of-order";

    /// <summary>Deferred: an earlier message of the same stream in this batch was not accepted.</summary>
    public const string StreamStopped = "stream-stopped";

    /// <summary>Deferred: this node does not know the kind (yet).</summary>
    public const string UnsupportedKind = "unsupported-kind";

    /// <summary>Deferred: the node failed while taking it in; nothing of it was kept.</summary>
    public const string IntakeFailed = "intake-failed";

    /// <summary>Refused: this message id was used for another body, stream or place.</summary>
    public const string MessageIdReused = "message-id-reused";

    /// <summary>Refused: another message was taken in at this place of the stream.</summary>
    public const string SequenceReused = "sequence-reused";

    /// <summary>Refused: the payload is larger than the contract allows.</summary>
    public const string PayloadTooLarge = "payload-too-large";
}
