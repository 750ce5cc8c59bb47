using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>Refusals of deliveries; the codes are a contract.</summary>
internal static class DeliveryErrors
{
    public static Error TooLarge { get; } = new(
        ErrorKind.TooLarge, "chunk-too-large", $"分片须不超过 {DeliveryLimits.ChunkBytes} 字节、{DeliveryLimits.ChunkRows} 行，请拆小。",
        $"A chunk holds at most {DeliveryLimits.ChunkBytes} bytes and {DeliveryLimits.ChunkRows} lines; send smaller ones.");

    public static Error TooSlow { get; } = new(
        ErrorKind.TooLarge, "chunk-too-slow", $"分片未在 {DeliveryLimits.ChunkSeconds} 秒内传完，未保存；请拆小后重发。",
        $"The chunk did not arrive within {DeliveryLimits.ChunkSeconds} seconds and was not kept; send smaller ones.");

    public static Error Empty { get; } = new(ErrorKind.Invalid, "chunk-empty", "分片中没有数据行。", "The chunk holds no row.");

    public static Error NotNdjson { get; } = new(
        ErrorKind.Invalid, "not-ndjson", "请求体须为 application/x-ndjson，每行一个 JSON 对象。", "The body must be application/x-ndjson, one JSON object a line.");

    public static Error Of(string outcome) => outcome switch
    {
        "not-allowed" => new(ErrorKind.Forbidden, "item-not-allowed", "贵单位未登记报送该信息项，请联系平台运营机构。", "You are not registered to deliver this item; ask the operator."),
        "different" => new(ErrorKind.Conflict, "delivery-differs", "该标识已用于另一内容：更正后请用新的报送标识。", "That name is taken by other content; use a new delivery id for corrected data."),
        "closed" => new(ErrorKind.Conflict, "delivery-closed", "该报送已封口，不能再追加。", "The delivery is complete and takes no more chunks."),
        "not-next" => new(ErrorKind.Conflict, "chunk-not-next", "分片须依次报送：请查询报送状态中的 next_chunk。", "Chunks come in order: read next_chunk of the delivery's state."),
        "rows-differ" => new(ErrorKind.Conflict, "rows-differ", "收到的行数与声明不符，请核对后继续报送或重新报送。", "The rows received are not as many as declared; send the rest or deliver anew."),
        "expired" => new(ErrorKind.Gone, "delivery-expired", "该报送因长期未继续已过期，请用新的标识重新报送。", "The delivery was abandoned and expired; deliver anew under a new id."),
        "unknown" => new(ErrorKind.NotFound, "delivery-unknown", "没有该报送，请先用 PUT 建立。", "There is no such delivery; open it by PUT first."),
        _ => throw new InvalidOperationException($"The database answered {outcome}."),
    };
}
