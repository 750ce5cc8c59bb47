using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FinancingPlatform.Cli.Up;

/// <summary>Operating-system processes, always by id and start time: an id alone may belong to a stranger by now.</summary>
internal static partial class Processes
{
    /// <summary>Start times are computed from the boot time, so two readings may differ a little.</summary>
    private static readonly TimeSpan StartJitter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>The process when it still is the one that started then, else null.</summary>
    public static Process? Find(int pid, DateTimeOffset started)
    {
        try
        {
            var process = Process.GetProcessById(pid);
            if (!process.HasExited && (StartOf(process) - started).Duration() <= StartJitter)
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public static DateTimeOffset StartOf(Process process) => new(process.StartTime.ToUniversalTime(), TimeSpan.Zero);

    /// <summary>Asks politely, waits, then ends it.</summary>
    public static async Task StopAsync(Process process, TimeSpan patience)
    {
        if (process.HasExited)
        {
            return;
        }

        Signal(process.Id, SigTerm);
        if (!await ExitsWithinAsync(process, patience).ConfigureAwait(false))
        {
            Signal(process.Id, SigKill);
            await ExitsWithinAsync(process, patience).ConfigureAwait(false);
        }
    }

    public static void Terminate(Process process) => Signal(process.Id, SigTerm);

    /// <summary>Polled: waiting on a process that is not a child is not possible everywhere.</summary>
    public static async Task<bool> ExitsWithinAsync(Process process, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        while (!process.HasExited)
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(PollEvery).ConfigureAwait(false);
        }

        return true;
    }

    private static void Signal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new CliException($"Process {pid} could not be stopped.", $"signal {signal}", "Stop it by hand, as the user that started it.");
        }
    }

    private const int NoSuchProcess = 3;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
