using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace FinancingPlatform.Cli;

/// <summary>
/// How a command speaks: with <c>--json</c> one object on one line of standard output and everything else on standard
/// error; without it a readable result on standard output. Progress bars only on a terminal.
/// </summary>
internal sealed class Output
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Readable Chinese: this JSON goes to a terminal or a pipe, never into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly bool _json;
    private readonly TextWriter _out;
    private readonly IAnsiConsole _people;

    /// <summary>An output to standard output, or to <paramref name="to"/>.</summary>
    internal Output(bool json, TextWriter? to = null)
    {
        _json = json;
        _out = to ?? Console.Out;
        _people = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    }

    /// <summary>True when the caller asked for JSON.</summary>
    public bool IsJson => _json;

    /// <summary>The <c>--json</c> option; add a fresh one to each command.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "One JSON object on one line of standard output, everything else on standard error." };

    /// <summary>The output of this invocation; a command without <c>--json</c> speaks to people.</summary>
    public static Output For(ParseResult parsed) => new(parsed.GetResult("--json") is not null && parsed.GetValue<bool>("--json"));

    /// <summary>One line for people, on standard error.</summary>
    public void Say(string line) => Console.Error.WriteLine(line);

    /// <summary>The command's result: the object as JSON (properties in snake_case), or the lines for people.</summary>
    public void Result(object result, params IEnumerable<string> lines)
    {
        if (_json)
        {
            _out.WriteLine(JsonSerializer.Serialize(result, Json));
            return;
        }

        foreach (var line in lines)
        {
            _out.WriteLine(line);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> under a progress bar when standard error is a terminal, otherwise with a line at the start.
    /// Report a share from 0 to 1.
    /// </summary>
    public async Task<T> ProgressAsync<T>(string title, Func<IProgress<double>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            Say(title);
            return await work(new Share(_ => { })).ConfigureAwait(false);
        }

        return await _people.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                var result = await work(new Share(share => task.Value = share)).ConfigureAwait(false);
                task.Value = 1;
                return result;
            }).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ProgressAsync{T}"/>
    public Task ProgressAsync(string title, Func<IProgress<double>, Task> work) =>
        ProgressAsync(title, async progress =>
        {
            await work(progress).ConfigureAwait(false);
            return true;
        });

    /// <summary>An error says what, where, and what to do; always on standard error.</summary>
    public static void Error(string what, string where, string whatToDo)
    {
        Console.Error.WriteLine(where.Length == 0 ? $"error: {what}" : $"error: {what} [{where}]");
        Console.Error.WriteLine($"  do:  {whatToDo}");
    }

    /// <summary>Reports at once, on the caller's thread: <see cref="Progress{T}"/> would post to the pool and come late.</summary>
    private sealed class Share(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
