using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Cli.Import;

namespace FinancingPlatform.Cli.Catalogue;

/// <summary><c>fp catalogue load|list</c>: the items that a running city takes. Adding one is a change of data.</summary>
internal static class CatalogueCommand
{
    public static Command Build() => new("catalogue", "The items of credit data that a running city takes: their layouts and the lists that name them.") { Load(), List() };

    private static Command Load()
    {
        var file = new Argument<string>("FILE") { Description = "Layout of one item as JSON; docs/items.md explains each member." };
        var command = new Command("load", "Adds an item, or a later revision of its layout. What a list version says of mode and class stays as it is.") { file, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => LoadAsync(LoaderConnection.Of(parsed), parsed.GetValue(file)!, Output.For(parsed), cancel));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Every item with its revision, mode and lists.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => ListAsync(LoaderConnection.Of(parsed), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> LoadAsync(string connection, string file, Output output, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            throw CliException.BadUsage($"There is no file {file}.", file, "Check the path.");
        }

        if (new FileInfo(file).Length > LayoutJson.MaxBytes)
        {
            throw CliException.BadUsage("The file is too large for a layout.", file, $"A layout has at most {LayoutJson.MaxBytes} bytes.");
        }

        var layout = LayoutJson.Read(await File.ReadAllTextAsync(file, cancel).ConfigureAwait(false));
        var loaded = layout.IsOk ? await CatalogueStore.LoadAsync(connection, layout.Value, cancel).ConfigureAwait(false) : layout.Error;
        if (!loaded.IsOk)
        {
            throw new CliException($"{loaded.Error.MessageEn} {loaded.Error.MessageZh}", file, "Nothing was loaded. Mend what the message names and load the file again.");
        }

        var (code, revision, outcome) = (layout.Value.Code, layout.Value.Revision, loaded.Value.ToString().ToLowerInvariant());
        output.Result(new { item = code, revision, outcome }, string.Create(CultureInfo.InvariantCulture, $"{code}: revision {revision} {outcome}"));
        return ExitCodes.Ok;
    }

    private static async Task<int> ListAsync(string connection, Output output, CancellationToken cancel)
    {
        var items = await CatalogueStore.ListAsync(connection, cancel).ConfigureAwait(false);
        output.Result(
            new { items },
            items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Code,-24} {item.Revision,3}  {item.Mode,-10} {string.Join(' ', item.Lists),-12} {item.Name}")));
        return ExitCodes.Ok;
    }
}
