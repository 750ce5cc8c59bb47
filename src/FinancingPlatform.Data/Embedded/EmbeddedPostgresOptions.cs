namespace FinancingPlatform.Data;

/// <summary>Where and how the platform's own PostgreSQL (内嵌数据库) runs.</summary>
/// <param name="DataDirectory">Folder that holds the cluster, or the link to it; made when missing.</param>
/// <param name="Port">TCP port on loopback.</param>
/// <param name="SuperuserPassword">Password of <c>postgres</c>; taken at the first start, when the cluster is made.</param>
public sealed record EmbeddedPostgresOptions(string DataDirectory, int Port, string SuperuserPassword)
{
    /// <summary>Folder from which node_modules is looked for, walking up.</summary>
    public string SearchFrom { get; init; } = AppContext.BaseDirectory;

    /// <summary>False only for tests and benches that throw the cluster away: turns off fsync and full page writes.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True when the server stays up after this program: another command stops it.</summary>
    public bool LeaveRunning { get; init; }

    /// <summary>Connections the server admits; every host's pool has to fit in.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Further server settings, such as <c>shared_buffers</c>; they win over the platform's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>Leaves the password out: options end up in logs.</remarks>
    public override string ToString() => $"{DataDirectory} at port {Port}";
}
