using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.BankApi.Http;

/// <summary>A request that knows its own JSON contract.</summary>
internal interface IJsonRequest<T>
{
    static abstract JsonTypeInfo<T> JsonType { get; }

    /// <summary>Bytes of the body at most.</summary>
    static virtual int MaxBytes => BankApiLimits.BodyBytes;
}

/// <summary>
/// A JSON body read strictly: unknown members, duplicate members, comments, numbers in quotes and trailing bytes are refused, so that a
/// misspelt optional field is never silently dropped.
/// </summary>
internal sealed record StrictBody<T>(T? Value, byte[] Sha256, Error? Error)
    where T : class, IJsonRequest<T>
{
    // Bound by the framework: a body of another type, or none at all, is a problem like any other and never an exception.
    public static async ValueTask<StrictBody<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Failed(BankApiErrors.NotJson);
        }

        var (buffer, length) = await ReadAsync(context);
        if (buffer is null)
        {
            return Failed(CommonErrors.BodyTooLarge);
        }

        try
        {
            var bytes = buffer.AsSpan(0, length);
            return JsonSerializer.Deserialize(bytes, T.JsonType) is { } value && BodyScan.IsClean(bytes)
                ? new StrictBody<T>(value, Digest(context, bytes), null)
                : Failed(BankApiErrors.Malformed(null));
        }
        catch (JsonException fault)
        {
            return Failed(BankApiErrors.Malformed(fault.Path));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static StrictBody<T> Failed(Error error) => new(null, [], error);

    /// <summary>
    /// What makes two requests the same under one Idempotency-Key: the body; and the path where it names what the body does not, or the release of one need
    /// would be answered with that of another.
    /// </summary>
    private static byte[] Digest(HttpContext context, ReadOnlySpan<byte> body)
    {
        if (context.Request.RouteValues.Count == 0)
        {
            return SHA256.HashData(body);
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(context.Request.Path.Value + "\n"));
        digest.AppendData(body);
        return digest.GetHashAndReset();
    }

    private static async ValueTask<(byte[]? Buffer, int Length)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > T.MaxBytes)
        {
            return (null, 0);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(T.MaxBytes + 1);
        var length = 0;
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length, T.MaxBytes + 1 - length), context.RequestAborted)) > 0)
        {
            length += read;
            if (length > T.MaxBytes)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return (null, 0);
            }
        }

        return (buffer, length);
    }
}
