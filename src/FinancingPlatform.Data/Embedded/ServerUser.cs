using System.Globalization;

namespace FinancingPlatform.Data;

/// <summary>
/// The operating system's user that PostgreSQL runs as. The server refuses root, so for root it is an unprivileged one, reached through
/// <c>setpriv</c>; for everybody else it is the caller.
/// </summary>
internal sealed class ServerUser
{
    private const string UnprivilegedName = "nobody";
    private const string UserFile = "/etc/passwd";

    private readonly string[] _prefix;

    private ServerUser(string[] prefix, string? owner)
    {
        _prefix = prefix;
        Owner = owner;
    }

    /// <summary>uid:gid that has to own the cluster's files; null when the caller's own files will do.</summary>
    public string? Owner { get; }

    public bool IsOther => Owner is not null;

    public static ServerUser Current()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser([], null);
        }

        var entry = File.ReadLines(UserFile).Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 3 && fields[0] == UnprivilegedName)
            ?? throw new InvalidOperationException($"{UserFile} has no user {UnprivilegedName}; PostgreSQL refuses to run as root");
        return new ServerUser(
            ["setpriv", "--reuid=" + entry[2], "--regid=" + entry[3], "--clear-groups", "--"],
            string.Create(CultureInfo.InvariantCulture, $"{entry[2]}:{entry[3]}"));
    }

    public Task<CommandOutcome> RunAsync(IEnumerable<string> command, CancellationToken ct) =>
        CommandOutcome.RunAsync([.. _prefix, .. command], ct);

    /// <summary>Asks the system itself, as that user: parents' modes, access lists and mounts all count.</summary>
    public async Task<bool> CanAsync(string what, string path, CancellationToken ct) =>
        (await RunAsync(["test", what, path], ct)).Ok;

    public async Task OwnAsync(string path, CancellationToken ct)
    {
        if (Owner is null)
        {
            return;
        }

        var outcome = await CommandOutcome.RunAsync(["chown", "-R", Owner, path], ct);
        if (!outcome.Ok)
        {
            throw new IOException($"chown {Owner} {path}: {outcome.Text}");
        }
    }
}
