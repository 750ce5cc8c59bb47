using System.Security.Cryptography;

namespace FinancingPlatform.Data;

/// <summary>Generated database passwords (数据库口令), one file each, readable by their owner only.</summary>
public static class DatabasePasswords
{
    /// <summary>File of the superuser's password.</summary>
    public const string SuperuserFile = "postgres_superuser";

    private const int Bytes = 24;

    /// <summary>The superuser's password of a secrets folder; made at the first call.</summary>
    public static string Superuser(string secretsDirectory) => ReadOrCreate(secretsDirectory, SuperuserFile);

    /// <summary>Role (without prefix) → password, for the roles that log in to this kind of database; made at the first call as <c>prefix_role</c>.</summary>
    public static IReadOnlyDictionary<string, string> ForRoles(string secretsDirectory, string prefix, DatabaseKind kind) =>
        DatabaseRoles.WithLogin(kind).ToDictionary(
            role => role,
            role => ReadOrCreate(secretsDirectory, DatabaseRoles.Name(prefix, role)),
            StringComparer.Ordinal);

    private static string ReadOrCreate(string directory, string name)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, name);
        if (File.Exists(path))
        {
            return File.ReadAllText(path).Trim();
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(file);
        writer.Write(password);
        return password;
    }
}
