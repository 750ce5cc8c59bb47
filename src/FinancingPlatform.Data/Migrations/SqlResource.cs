using System.Collections.Concurrent;
using System.Reflection;

namespace FinancingPlatform.Data;

/// <summary>SQL (SQL 文件) that travels inside an assembly under its path in the source, such as <c>Sql/Outbox/claim.sql</c>.</summary>
public static class SqlResource
{
    private static readonly ConcurrentDictionary<(Assembly, string), string> s_read = new();

    /// <summary>The text of an embedded file.</summary>
    /// <exception cref="FileNotFoundException">The assembly holds no such file; the message lists what it holds.</exception>
    public static string Read(Assembly assembly, string path)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return s_read.GetOrAdd((assembly, path), static key => Load(key.Item1, key.Item2));
    }

    private static string Load(Assembly assembly, string path)
    {
        using var stream = assembly.GetManifestResourceStream(path)
            ?? throw new FileNotFoundException($"{assembly.GetName().Name} embeds no {path}; it has {string.Join(", ", assembly.GetManifestResourceNames())}", path);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
