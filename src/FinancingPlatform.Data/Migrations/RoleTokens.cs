using System.Text.RegularExpressions;

namespace FinancingPlatform.Data;

/// <summary>Puts the names of one platform's roles into SQL written with <c>${role}</c> (角色占位符).</summary>
internal static partial class RoleTokens
{
    public static string Replace(string sql, string prefix, string file) => Token().Replace(sql, match =>
    {
        var role = match.Groups["role"].Value;
        return DatabaseRoles.All.Contains(role)
            ? DatabaseRoles.Name(prefix, role)
            : throw new InvalidOperationException($"{file} names ${{{role}}}; the roles are {string.Join(", ", DatabaseRoles.All)}");
    });

    [GeneratedRegex(@"\$\{(?<role>[a-z_]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
