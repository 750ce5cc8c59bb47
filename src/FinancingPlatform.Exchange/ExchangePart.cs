using FinancingPlatform.Data;

namespace FinancingPlatform.Exchange;

/// <summary>What the exchange brings to the databases (数据交换模块): the node's intake tables and the figures of reconciliation.</summary>
public static class ExchangePart
{
    /// <summary>The part, for the list of parts.</summary>
    public static DataPart Data { get; } = new("exchange", typeof(ExchangePart).Assembly);
}
