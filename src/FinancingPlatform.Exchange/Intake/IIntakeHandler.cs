namespace FinancingPlatform.Exchange.Intake;

/// <summary>
/// Takes in one kind of message at a node (收报处理). The part that owns the kind writes it; the node's host registers it. It runs inside the
/// transaction that records the message, so what it writes and the receipt stand or fall together.
/// </summary>
public interface IIntakeHandler
{
    /// <summary>The kind of message it takes, e.g. <c>authorisation</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Verifies the payload and keeps its fact. Must not commit, roll back or open a connection of its own. An exception undoes what it wrote
    /// and defers the message: the sender tries again.
    /// </summary>
    Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken);
}
