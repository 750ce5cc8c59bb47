using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Loops;

namespace FinancingPlatform.Worker.Work;

/// <summary>
/// Which source is due (抽取调度). The configuration is read at each run, so that a source is added without a restart; one source that fails keeps no other
/// from being pulled, and is told when all have had their turn.
/// </summary>
internal sealed class PullSchedule(SourcePull pull, string? configuration, TimeProvider clock)
{
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);

    /// <summary>Pulls every source that is due, one after another.</summary>
    /// <summary>Pulls from every source that is due.</summary>
    /// <exception cref="InvalidOperationException">The configuration or a source failed; the message names each.</exception>
    public async Task<LoopRun> RunOnceAsync(CancellationToken cancel)
    {
        if (configuration is null || !File.Exists(configuration))
        {
            return LoopRun.Idle;
        }

        var sources = (await PullConfiguration.ReadAsync(configuration, cancel)).Match(ok => ok, error => throw new InvalidOperationException(error.ToString()));
        var (done, faults, more) = (new List<string>(), new List<string>(), false);
        foreach (var source in sources.Where(source => _due.GetValueOrDefault(source.Name) <= clock.GetUtcNow()))
        {
            var result = await pull.RunAsync(source, PullLimits.BatchesPerRun, cancel);
            if (result.IsOk)
            {
                more |= result.Value.More;
                _due[source.Name] = result.Value.More ? default : clock.GetUtcNow() + source.Every;
                if (result.Value.Received > 0)
                {
                    done.Add($"{source.Name}: {result.Value.Received} rows");
                }
            }
            else if (result.Error.Kind != ErrorKind.Conflict || result.Error.RetryAfterSeconds is null)
            {
                // A source that another process pulls is in good hands.
                _due[source.Name] = clock.GetUtcNow() + source.Every;
                faults.Add(result.Error.ToString());
            }
        }

        return faults.Count > 0 ? throw new InvalidOperationException(string.Join("; ", faults))
            : done.Count > 0 ? new LoopRun(more, string.Join("; ", done))
            : LoopRun.Idle;
    }
}
