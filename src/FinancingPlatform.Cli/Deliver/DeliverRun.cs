using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Cli.Deliver;

/// <summary>What became of a delivery; the names are a contract of the command line, null until the platform has imported it.</summary>
internal sealed record DeliverOutcome(
    Guid Delivery, string Item, string State, long Rows, long? Received, long? AcceptedNew, long? AcceptedVersion, long? Duplicate, long? Withheld, long? Rejected, string? RejectedFile);

/// <summary>One delivery from a file to its balance.</summary>
internal sealed class DeliverRun(DeliveryClient client, Output output, string clientId, string item, string path)
{
    private readonly DeliveryFile _file = new(path);

    public async Task<int> RunAsync(Guid? batch, TimeSpan wait, CancellationToken cancel)
    {
        var content = await _file.MeasureAsync(cancel).ConfigureAwait(false);
        var id = batch ?? Name(content.Sha256, content.Lines.Count == 0 ? China.Today(TimeProvider.System) : null);
        var state = await client.OpenAsync(id, item, content.Lines.Count, content.Sha256, cancel).ConfigureAwait(false);
        if (StateOf(state) == "open")
        {
            state = await SendAsync(id, content, state.GetProperty("next_chunk").GetInt32(), cancel).ConfigureAwait(false);
        }

        state = await ImportedAsync(id, state, wait, cancel).ConfigureAwait(false);
        if (state.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && StateOf(state) is "failed" or "expired")
        {
            throw new CliException(
                $"{Text(error, "code")}: {Text(error, "en")} {Text(error, "zh")}", id.ToString(), "Mend what the message names and deliver the file again; with --batch, under a new id.");
        }

        return await TellAsync(id, content, state, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// The same client, item and content make the same id (UUID version 8, RFC 9562): the file again is the same delivery. A zero report (零报送) is one
    /// of its day, or tomorrow's would be taken for today's.
    /// </summary>
    internal Guid Name(byte[] sha256, DateOnly? zeroReportOf = null)
    {
        var day = zeroReportOf?.ToString("yyyy-MM-dd'\n'", CultureInfo.InvariantCulture);
        var digest = SHA256.HashData([.. Encoding.UTF8.GetBytes($"fp deliver\n{clientId}\n{item}\n{day}"), .. sha256]);
        var id = digest.AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private Task<JsonElement> SendAsync(Guid id, DeliveryContent content, int next, CancellationToken cancel) => output.ProgressAsync(
        next == 1 ? $"Delivering {path} as {id}" : string.Create(CultureInfo.InvariantCulture, $"Going on with {id} at chunk {next} of {content.Chunks}"),
        async progress =>
        {
            await foreach (var chunk in _file.ChunksAsync(lines: null, cancel).ConfigureAwait(false))
            {
                if (chunk.N >= next)
                {
                    await client.AddAsync(id, chunk, cancel).ConfigureAwait(false);
                }

                progress.Report((double)chunk.N / content.Chunks);
            }

            return await client.CompleteAsync(id, cancel).ConfigureAwait(false);
        });

    private async Task<JsonElement> ImportedAsync(Guid id, JsonElement state, TimeSpan wait, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var isTold = false;
        while (StateOf(state) == "complete" && clock.Elapsed < wait)
        {
            if (!isTold)
            {
                output.Say("Sent and acknowledged; the platform imports it ...");
                isTold = true;
            }

            await Task.Delay(DeliverLimits.PollEvery, cancel).ConfigureAwait(false);
            state = await client.StateAsync(id, cancel).ConfigureAwait(false);
        }

        return state;
    }

    private async Task<int> TellAsync(Guid id, DeliveryContent content, JsonElement state, CancellationToken cancel)
    {
        if (state.GetProperty("balance") is not { ValueKind: JsonValueKind.Object } balance)
        {
            output.Result(
                new DeliverOutcome(id, item, StateOf(state), content.Lines.Count, null, null, null, null, null, null, null),
                $"{id}: {content.Lines.Count} rows are with the platform and not imported yet; the same command again shows what became of them");
            return ExitCodes.Ok;
        }

        long Count(string name) => balance.GetProperty(name).GetInt64();
        var rejected = Count("rejected") == 0 ? null : await RejectedAsync(id, content, cancel).ConfigureAwait(false);
        output.Result(
            new DeliverOutcome(
                id, item, StateOf(state), content.Lines.Count, Count("received"), Count("accepted_new"), Count("accepted_version"), Count("duplicate"), Count("withheld"), Count("rejected"), rejected),
            $"{id}: received {Count("received")} = new {Count("accepted_new")} + changed {Count("accepted_version")} + duplicate {Count("duplicate")} + withheld {Count("withheld")} + rejected {Count("rejected")}",
            rejected is null ? "nothing was rejected" : $"rejected lines: {rejected}");
        return ExitCodes.Ok;
    }

    /// <summary>Writes what the platform says of rejected rows beside the file, by the file's own lines.</summary>
    private async Task<string> RejectedAsync(Guid id, DeliveryContent content, CancellationToken cancel)
    {
        var to = path + ".rejected.csv";
        var part = to + ".part";
        var writer = new StreamWriter(part) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteLineAsync(RejectedFile.Header).ConfigureAwait(false);
            JsonElement page;
            long? after = 0;
            do
            {
                page = await client.RejectionsAsync(id, after.Value, cancel).ConfigureAwait(false);
                foreach (var row in page.GetProperty("rejections").EnumerateArray())
                {
                    var line = content.Lines[(int)row.GetProperty("line").GetInt64() - 1].ToString(CultureInfo.InvariantCulture);
                    await writer.WriteLineAsync(CsvLine.Join(line, Text(row, "field"), Text(row, "rule"), Text(row, "value"), Text(row, "how_to_mend"))).ConfigureAwait(false);
                }

                after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
            }
            while (after is not null);
        }

        File.Move(part, to, overwrite: true);
        return to;
    }

    private static string StateOf(JsonElement state) => Text(state, "state");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? string.Empty;
}
