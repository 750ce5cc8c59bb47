using RestEase;

namespace FinancingPlatform.Exchange.Contract;

/// <summary>
/// The node contract v1 (节点接口), declared once: the city speaks it to its province, the province to the nation, the command line to each.
/// Errors come as <c>application/problem+json</c>.
/// </summary>
[Header("Accept", "application/json")]
public interface INodeClient
{
    /// <summary>Sends a batch; 200 with a receipt, 4xx when the batch as a whole is refused, 429 and 503 with Retry-After when it should come later.</summary>
    [Post("v1/batches")]
    [AllowAnyStatusCode]
    Task<Response<BatchReceipt>> PostBatchAsync([Body] BatchRequest batch, CancellationToken cancellationToken = default);

    /// <summary>One message; 404 when it never arrived.</summary>
    [Get("v1/messages/{id}")]
    [AllowAnyStatusCode]
    Task<Response<MessageStatus>> GetMessageAsync([Path] Guid id, CancellationToken cancellationToken = default);

    /// <summary>How far the node is in a stream.</summary>
    [Get("v1/streams/{source}/{stream}")]
    Task<StreamStatus> GetStreamAsync([Path] string source, [Path] string stream, CancellationToken cancellationToken = default);

    /// <summary>The node's figures for one sender and day.</summary>
    [Get("v1/reconciliation")]
    Task<DayFigures> GetReconciliationAsync([Query] string source, [Query(Format = "yyyy-MM-dd")] DateOnly day, CancellationToken cancellationToken = default);

    /// <summary>One page of a day's messages in the order of their ids, after the id given.</summary>
    [Get("v1/reconciliation/messages")]
    Task<IReadOnlyList<ListedMessage>> GetReconciliationMessagesAsync(
        [Query] string source, [Query(Format = "yyyy-MM-dd")] DateOnly day, [Query] string kind, [Query] Guid? after, CancellationToken cancellationToken = default);

    /// <summary>The program's own comparison with the node above it, over the last days.</summary>
    [Get("v1/reconciliation/upwards")]
    Task<ReconciliationReport> GetUpwardsAsync([Query] int? days = null, CancellationToken cancellationToken = default);

    /// <summary>The node's state.</summary>
    [Get("v1/status")]
    Task<NodeStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
