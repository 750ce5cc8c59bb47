namespace FinancingPlatform.Aggregation.Files;

/// <summary>How much a delivered file may ask of this machine (文件限额). Memory stays flat whatever a file holds.</summary>
/// <param name="MaxDecompressedBytes">Bytes after unpacking; a file that unpacks to more is refused.</param>
/// <param name="MaxRatio">Unpacked bytes per packed byte, once <paramref name="RatioFreeBytes"/> are passed: real tables pack 3 to 40 times, a bomb a thousand times.</param>
/// <param name="RatioFreeBytes">Unpacked bytes below which the ratio says nothing.</param>
/// <param name="MaxLineBytes">Bytes of one line.</param>
/// <param name="MaxColumns">Cells of one line.</param>
public sealed record FileLimits(long MaxDecompressedBytes, int MaxRatio, long RatioFreeBytes, int MaxLineBytes, int MaxColumns)
{
    /// <summary>8 GiB unpacked, ratio 200 beyond 64 MiB, lines of 256 KiB, 200 columns.</summary>
    public static FileLimits Default { get; } = new(8L << 30, 200, 64L << 20, 256 << 10, 200);
}
