using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>
/// A delivered file that can't be read to its end. Streams can only throw, so this carries the <see cref="Error"/> from deep inside a read
/// to the import, which turns it into a value and leaves the database as it was.
/// </summary>
internal sealed class UnreadableFileException(Error error) : IOException(error.ToString())
{
    public Error Error { get; } = error;
}
