using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Identity.Protection;

/// <summary>
/// Keyed hashes of personal identifiers (个人标识脱敏): telephones, addresses, one-time codes. They are few enough to be guessed through a plain
/// hash, so the key lies outside the database.
/// </summary>
public sealed class PersonalIdentifiers
{
    private const string FileName = "personal-identifiers.key";
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly byte[] _key;

    private PersonalIdentifiers(byte[] key) => _key = key;

    /// <summary>Reads the key from the program's key folder; makes it at first use.</summary>
    /// <exception cref="InvalidDataException">The file holds no key.</exception>
    public static PersonalIdentifiers LoadOrMake(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            Make(directory, path);
        }

        var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
        return key.Length == KeyBytes ? new PersonalIdentifiers(key) : throw new InvalidDataException($"{path} holds no key of {KeyBytes} bytes.");
    }

    /// <summary>The keyed hash; the purpose keeps equal values of different kinds apart.</summary>
    public byte[] Hash(string purpose, string value) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\u001f{value}"));

    private static void Make(string directory, string path)
    {
        Directory.CreateDirectory(directory);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
            file.Flush(flushToDisk: true);
        }

        try
        {
            // Two processes may start at once: the first file stays, whoever made it.
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
