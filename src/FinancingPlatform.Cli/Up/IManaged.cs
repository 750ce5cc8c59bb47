namespace FinancingPlatform.Cli.Up;

/// <summary>One thing that <c>fp up</c> keeps running: a host, or the database server.</summary>
internal interface IManaged
{
    /// <summary>Stable name, as <c>fp stop NAME</c> takes it.</summary>
    string Name { get; }

    /// <summary>Where it listens.</summary>
    string Url { get; }

    /// <summary>Process id now; 0 while it is stopped.</summary>
    int Pid { get; }

    Task StartAsync(CancellationToken cancel);

    Task StopAsync();

    /// <summary>Called often: notices a death, and starts it again when its pause is over.</summary>
    Task TendAsync(CancellationToken cancel);
}
