using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Security.Cryptography;

namespace FinancingPlatform.Consent.Signing;

/// <summary>A passkey's public key in COSE (RFC 9052 §7, RFC 9053 §7.1): EC2 on P-256 for ES256, the one algorithm that every authenticator has.</summary>
public static class CosePublicKey
{
    /// <summary>Longest key that is read.</summary>
    public const int MaxLength = 1024;

    private const int KeyType = 1;
    private const int Algorithm = 3;
    private const int Curve = -1;
    private const int X = -2;
    private const int Y = -3;
    private const int Ec2 = 2;
    private const int Es256 = -7;
    private const int P256 = 1;
    private const int CoordinateLength = 32;

    /// <summary>Reads a key; false when it is anything but a valid ES256 key.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> cose, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        if (cose.Length is 0 or > MaxLength)
        {
            return false;
        }

        try
        {
            if (ReadPoint(cose) is not { } point)
            {
                return false;
            }

            // Import refuses a point that is not on the curve.
            key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return true;
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or CryptographicException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>The COSE form of a public key; used where a key is made, such as a software passkey.</summary>
    public static byte[] Write(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(KeyType);
        writer.WriteInt32(Ec2);
        writer.WriteInt32(Algorithm);
        writer.WriteInt32(Es256);
        writer.WriteInt32(Curve);
        writer.WriteInt32(P256);
        writer.WriteInt32(X);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(Y);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static ECPoint? ReadPoint(ReadOnlyMemory<byte> cose)
    {
        var reader = new CborReader(cose, CborConformanceMode.Strict);
        long type = 0, algorithm = 0, curve = 0;
        byte[]? x = null, y = null;
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadInt64())
            {
                case KeyType:
                    type = reader.ReadInt64();
                    break;
                case Algorithm:
                    algorithm = reader.ReadInt64();
                    break;
                case Curve:
                    curve = reader.ReadInt64();
                    break;
                case X:
                    x = reader.ReadByteString();
                    break;
                case Y:
                    y = reader.ReadByteString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        return reader.BytesRemaining == 0 && type == Ec2 && algorithm == Es256 && curve == P256
            && x is { Length: CoordinateLength } && y is { Length: CoordinateLength }
            ? new ECPoint { X = x, Y = y }
            : null;
    }
}
