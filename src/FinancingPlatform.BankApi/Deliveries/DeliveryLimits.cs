namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>What a delivery may ask of the platform (报送限额).</summary>
internal static class DeliveryLimits
{
    /// <summary>Bytes of a chunk: some thousand rows, received in memory.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>Rows of a chunk.</summary>
    public const int ChunkRows = 5000;

    /// <summary>Chunks of a delivery: 200 MB, a million rows; more come in several deliveries.</summary>
    public const int Chunks = 200;

    /// <summary>Seconds for the body of a chunk, below the time of a request; a slower line sends smaller chunks.</summary>
    public const int ChunkSeconds = 20;

    /// <summary>Rejections shown with the state, and of a page unless it asks for another number.</summary>
    public const int Rejections = 100;

    /// <summary>Rejections of a page at most.</summary>
    public const int RejectionsPerPage = 1000;
}
