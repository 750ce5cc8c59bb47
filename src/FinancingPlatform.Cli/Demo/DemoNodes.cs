using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Cli.Demo;

/// <summary>Watches a node, over its public contract, until all of an enterprise's messages arrived.</summary>
internal sealed class DemoNodes(Running running)
{
    /// <summary>real-name, authorisation, credit-line, loan.</summary>
    public const int Messages = 4;

    private static readonly TimeSpan ArriveWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the messages; what the node says about them.</summary>
    public async Task<string> ArrivedAsync(string node, string source, string uscc, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = running.UrlOf(node), Timeout = TimeSpan.FromSeconds(10) };
        var client = NodeClients.Over(http);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var stream = await client.GetStreamAsync(source, $"enterprise:{uscc}", cancel).ConfigureAwait(false);
            if (stream.Refused > 0)
            {
                throw new DemoException($"{node} refused {stream.Refused} of the enterprise's messages; see its page {running.UrlOf(node)}");
            }

            if (stream.Accepted >= Messages)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{stream.Accepted} messages accepted in order (last place {stream.LastSequence}), each signature verified, receipts given");
            }

            if (Stopwatch.GetElapsedTime(start) > ArriveWithin)
            {
                throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"{node} has {stream.Accepted} of {Messages} messages after {ArriveWithin.TotalSeconds:0} s; see fp node status"));
            }

            await Task.Delay(LookEvery, cancel).ConfigureAwait(false);
        }
    }
}
