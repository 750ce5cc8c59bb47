namespace FinancingPlatform.BankApi.Http;

/// <summary>What this API accepts at most.</summary>
internal static class BankApiLimits
{
    /// <summary>Bytes of a request body; the largest real one is below 2 kB.</summary>
    public const int BodyBytes = 16 * 1024;

    /// <summary>Items named in one pull.</summary>
    public const int Items = 64;

    /// <summary>Characters of operator and other short names.</summary>
    public const int NameLength = 64;

    /// <summary>Characters of branch and reference.</summary>
    public const int ReferenceLength = 128;

    /// <summary>Characters of an idempotency key.</summary>
    public const int IdempotencyKeyLength = 128;

    /// <summary>Bytes of a batch.</summary>
    public const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>Lines of a batch.</summary>
    public const int BatchLines = 5000;

    /// <summary>Lines of a batch that go to the database in one round trip.</summary>
    public const int BatchChunk = 50;

    /// <summary>Seconds that a batch may take.</summary>
    public const int BatchSeconds = 120;

    /// <summary>Rows of a page.</summary>
    public const int PageRows = 100;

    /// <summary>Requests per second and client on average, unless <c>BankApi:RequestsPerSecond</c> says otherwise.</summary>
    public const int RequestsPerSecond = 200;

    /// <summary>Seconds of requests that a client may send at once.</summary>
    public const int BurstSeconds = 2;

    /// <summary>Seconds that a statement may take.</summary>
    public const int StatementSeconds = 5;

    /// <summary>Connections to the database; a pull holds one for about a millisecond.</summary>
    public const int DatabaseConnections = 32;

    /// <summary>Connections for requests that are committed together: three transactions of looks and four of posts.</summary>
    public const int GroupConnections = 7;

    /// <summary>Statements that a connection keeps prepared.</summary>
    public const int PreparedStatements = 16;
}
