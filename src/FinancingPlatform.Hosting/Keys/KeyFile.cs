using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Hosting.Keys;

/// <summary>A key as it stands in a file; exactly one of the two PEM texts is there.</summary>
internal sealed record KeyFile
{
    public const string Algorithm = "ES256";

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true };

    [JsonPropertyName("kid")]
    public required string Kid { get; init; }

    [JsonPropertyName("use")]
    public required string Use { get; init; }

    [JsonPropertyName("alg")]
    public required string Alg { get; init; }

    [JsonPropertyName("not_before")]
    public required DateTimeOffset NotBefore { get; init; }

    [JsonPropertyName("not_after")]
    public required DateTimeOffset NotAfter { get; init; }

    [JsonPropertyName("private_key_pem")]
    public string? PrivateKeyPem { get; init; }

    [JsonPropertyName("public_key_pem")]
    public string? PublicKeyPem { get; init; }

    [JsonPropertyName("certificate_pem")]
    public string? CertificatePem { get; init; }

    public static KeyFile Read(string path) =>
        JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"{path} holds no key.");

    /// <summary>Written beside and moved into place, so that a reader or a power cut never meets half a key.</summary>
    public void Write(string path, UnixFileMode mode)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
