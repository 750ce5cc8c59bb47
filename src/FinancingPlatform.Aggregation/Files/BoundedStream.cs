using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>Reads an unpacked stream, and stops where it grows beyond the limits or breaks off.</summary>
internal sealed class BoundedStream(Stream inner, long packedBytes, FileLimits limits, Func<CancellationToken, Task<Error?>> atEnd) : Stream
{
    private long _read;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new UnreadableFileException(FileErrors.Truncated(e.Message));
        }

        if (count == 0)
        {
            await EndAsync(cancellationToken);
            return 0;
        }

        _read += count;
        if (_read > limits.MaxDecompressedBytes)
        {
            throw new UnreadableFileException(FileErrors.TooLarge(limits.MaxDecompressedBytes));
        }

        if (_read > limits.RatioFreeBytes && _read / limits.MaxRatio > packedBytes)
        {
            throw new UnreadableFileException(FileErrors.Bomb(limits.MaxRatio));
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task EndAsync(CancellationToken ct)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (await atEnd(ct) is { } error)
        {
            throw new UnreadableFileException(error);
        }
    }
}
