namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>What a delivery may ask of the platform (报送限额).</summary>
internal static class DeliveryLimits
{
    /// <summary>Bytes of a chunk: some thousand rows, received in memory.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>Rows of a chunk.</summary>
    public const int ChunkRows = 5000;

    /// <summary>Chunks of a delivery: 200 MB, below what one digest in the database may hold (1 GB).</summary>
    public const int Chunks = 200;

    /// <summary>Seconds for the body of a chunk; a slower line sends smaller chunks.</summary>
    public const int ChunkSeconds = 30;

    /// <summary>Rejections shown with the state; the operator's page has all that are kept.</summary>
    public const int Rejections = 100;
}
