using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Pull;

/// <summary>
/// The file that names the sources (抽取源配置): <c>{"sources":[{"name","item","department","connection_file","table","change_column","key_columns",
/// "columns","every_seconds","batch_rows"}]}</c>. The connection string lies in a file of its own, readable by the worker alone.
/// </summary>
public static class PullConfiguration
{
    private const int MaxName = 64;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The sources of a file; an error names the member that is wrong.</summary>
    public static async Task<Result<IReadOnlyList<PullSource>>> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return PullErrors.Configuration(path, "没有该文件", "there is no such file");
        }

        if (new FileInfo(path).Length > PullLimits.ConfigurationBytes)
        {
            return PullErrors.Configuration(path, "文件过大", "the file is too large");
        }

        SourcesFile file;
        try
        {
            file = JsonSerializer.Deserialize<SourcesFile>(await File.ReadAllTextAsync(path, ct), Json)!;
        }
        catch (JsonException e)
        {
            return PullErrors.Configuration(e.Path ?? path, "不是规定的 JSON", e.Message);
        }

        var sources = new List<PullSource>();
        for (var i = 0; i < file.Sources.Count; i++)
        {
            var source = await SourceAsync(file.Sources[i], $"sources[{i}]", Path.GetDirectoryName(Path.GetFullPath(path))!, ct);
            if (!source.IsOk)
            {
                return source.Error;
            }

            sources.Add(source.Value);
        }

        var twice = sources.GroupBy(source => source.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null)
        {
            return PullErrors.Configuration("sources", $"名称 {twice} 重复", $"the name {twice} stands twice");
        }

        if (sources.Count > PullLimits.Sources)
        {
            return PullErrors.Configuration("sources", $"至多 {PullLimits.Sources} 个", $"at most {PullLimits.Sources}");
        }

        return sources;
    }

    private static async Task<Result<PullSource>> SourceAsync(SourceEntry entry, string at, string folder, CancellationToken ct)
    {
        if (entry.Name.Length is 0 or > MaxName || !entry.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return PullErrors.Configuration($"{at}.name", "只用小写字母、数字和连字符", "lower-case letters, digits and hyphens");
        }

        if (entry.KeyColumns.Count == 0)
        {
            return PullErrors.Configuration($"{at}.key_columns", "须列出主键列", "name the columns of the key");
        }

        if (entry.EverySeconds is < 1 or > 86_400)
        {
            return PullErrors.Configuration($"{at}.every_seconds", "须为 1 至 86400", "1 to 86400");
        }

        if (entry.BatchRows is < 1 or > PullLimits.BatchRows)
        {
            return PullErrors.Configuration($"{at}.batch_rows", $"须为 1 至 {PullLimits.BatchRows}", $"1 to {PullLimits.BatchRows}");
        }

        var secret = Path.GetFullPath(Path.Combine(folder, entry.ConnectionFile));
        if (!File.Exists(secret))
        {
            return PullErrors.Configuration($"{at}.connection_file", $"没有文件 {secret}", $"there is no file {secret}");
        }

        try
        {
            var connection = new NpgsqlConnectionStringBuilder((await File.ReadAllTextAsync(secret, ct)).Trim())
            {
                Timeout = PullLimits.SourceConnectSeconds,
                CommandTimeout = PullLimits.SourceStatementSeconds,
                ApplicationName = "financing-platform pull",
                Pooling = false,
            };
            return new PullSource(entry.Name, entry.Item, entry.Department, connection.ConnectionString, entry.Table, entry.ChangeColumn, entry.KeyColumns)
            {
                Columns = entry.Columns,
                Every = TimeSpan.FromSeconds(entry.EverySeconds ?? (int)PullLimits.DefaultEvery.TotalSeconds),
                BatchRows = entry.BatchRows ?? PullLimits.BatchRows,
            };
        }
        catch (ArgumentException)
        {
            // Its message could repeat a password.
            return PullErrors.Configuration($"{at}.connection_file", "文件中不是数据库连接串", "the file holds no connection string");
        }
    }

    private sealed record SourcesFile(IReadOnlyList<SourceEntry> Sources);

    private sealed record SourceEntry(
        string Name, string Item, string Department, string ConnectionFile, string Table, string ChangeColumn, IReadOnlyList<string> KeyColumns,
        IReadOnlyDictionary<string, string>? Columns = null, int? EverySeconds = null, int? BatchRows = null);
}
