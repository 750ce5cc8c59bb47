using System.Globalization;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>
/// The lines that were not taken (拒收文件), beside the delivered file as <c>FILE.rejected.csv</c>. It takes its name only when the import is
/// committed, so it never speaks of an import that did not happen.
/// </summary>
internal sealed class RejectedFile(string source) : IAsyncDisposable
{
    /// <summary>The contract's header.</summary>
    public const string Header = "line,field,rule,value,how_to_mend";

    /// <summary>Rows that the database keeps of one batch; the file holds all.</summary>
    public const int MaxKept = 10_000;

    private const int MaxValue = 200;
    private readonly List<KeptRejection> _kept = [];
    private readonly string _path = source + ".rejected.csv";
    private StreamWriter? _writer;

    private string PartPath => _path + ".part";

    /// <summary>Where the file will lie.</summary>
    public string FullPath => Path.GetFullPath(_path);

    public long Count { get; private set; }

    /// <summary>The first rejections, for the database.</summary>
    public IReadOnlyList<KeptRejection> Kept => _kept;

    /// <summary>Adds a line; its cells, and which fact it is about, are asked for only where they are kept.</summary>
    public async ValueTask AddAsync(long line, Rejection rejection, Func<string>? cells = null, Func<(string Uscc, string Key)?>? fact = null)
    {
        Count++;
        if (_kept.Count < MaxKept)
        {
            _kept.Add(new KeptRejection(line, rejection with { Value = Short(rejection.Value) }, cells?.Invoke() ?? "{}", fact?.Invoke()));
        }

        _writer ??= Open();
        await _writer.WriteLineAsync(CsvLine.Join(line.ToString(CultureInfo.InvariantCulture), rejection.Field, rejection.Rule, Short(rejection.Value), rejection.HowToMend));
    }

    /// <summary>Gives the file its name, or removes one of an earlier import that no longer holds; null when nothing was rejected.</summary>
    public async Task<string?> CompleteAsync()
    {
        if (_writer is not { } writer)
        {
            File.Delete(_path);
            return null;
        }

        await writer.DisposeAsync();
        _writer = null;
        File.Move(PartPath, _path, overwrite: true);
        return _path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            await writer.DisposeAsync();
            File.Delete(PartPath);
        }
    }

    // PostgreSQL's text holds no NUL, and nobody could read one.
    private static string Short(string value) => (value.Length > MaxValue ? value[..MaxValue] + "…" : value).Replace("\0", string.Empty, StringComparison.Ordinal);

    private StreamWriter Open()
    {
        try
        {
            var writer = new StreamWriter(PartPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            writer.WriteLine(Header);
            return writer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(new Error(
                ErrorKind.Invalid, "rejected-file-not-writable", $"无法写入拒收文件 {_path}：{e.Message}", $"The rejected file {_path} can't be written: {e.Message}"));
        }
    }
}

/// <summary>A rejection as the database keeps it.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Rejection">Why.</param>
/// <param name="Cells">The row's cells that are not personal, a JSON object.</param>
/// <param name="Fact">Whose fact it is about, by code and natural key; null when its cells do not tell.</param>
internal sealed record KeptRejection(long Line, Rejection Rejection, string Cells, (string Uscc, string Key)? Fact);
