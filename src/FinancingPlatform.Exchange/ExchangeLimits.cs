namespace FinancingPlatform.Exchange;

/// <summary>Every bound of the exchange (数据交换限额), in one place so that a reader sees what one pass, batch or answer can cost.</summary>
public static class ExchangeLimits
{
    /// <summary>Streams claimed in one pass: one lease row each, so a pass never holds more than this many enterprises back.</summary>
    public const int StreamsPerClaim = 64;

    /// <summary>Messages read of one stream in one pass: a long stream may not starve the others of its batch.</summary>
    public const int MessagesPerStream = 16;

    /// <summary>Messages in one batch; the path of each then has at most ten hashes.</summary>
    public const int MessagesPerBatch = StreamsPerClaim * MessagesPerStream;

    /// <summary>Bytes of one payload: an authorisation with its text and signature is about 8 kB.</summary>
    public const int PayloadBytes = 64 * 1024;

    /// <summary>Bytes of payload put into one batch by the sender; base64 and paths stay under <see cref="BatchBodyBytes"/>.</summary>
    public const int BatchPayloadBytes = 2 * 1024 * 1024;

    /// <summary>Bytes of one request body that a node reads.</summary>
    public const int BatchBodyBytes = 8 * 1024 * 1024;

    /// <summary>Characters of a party, stream or kind name.</summary>
    public const int NameLength = 128;

    /// <summary>Depth of JSON that a node reads; the contract needs five.</summary>
    public const int JsonDepth = 16;

    /// <summary>Differences listed per kind and day; the count beyond is told, the rows are paged at the node.</summary>
    public const int DifferencesListed = 100;

    /// <summary>Message ids on one page of a day's listing.</summary>
    public const int ListingPage = 1000;

    /// <summary>Pages of one day's listing that a comparison reads: a million messages of one kind in one day.</summary>
    public const int ListingPages = 1000;

    /// <summary>Days compared by one reconciliation.</summary>
    public const int ReconciliationDays = 31;

    /// <summary>Days compared when none is named.</summary>
    public const int ReconciliationDaysByDefault = 7;

    /// <summary>Receipts shown on a node's page.</summary>
    public const int ReceiptsShown = 20;

    /// <summary>Time for one HTTP attempt.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Attempts of one call before the stream goes back with a backoff.</summary>
    public const int AttemptsPerCall = 2;

    /// <summary>A lease outlives every attempt of its call, with a margin; a slower sender loses it and finishes nothing.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>First pause after a transient failure.</summary>
    public static readonly TimeSpan BackoffFirst = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause after transient failures: a node that comes back is found again within this time.</summary>
    public static readonly TimeSpan BackoffLongest = TimeSpan.FromSeconds(15);

    /// <summary>Longest Retry-After that is honoured; a node cannot silence a city for days by a header.</summary>
    public static readonly TimeSpan RetryAfterLongest = TimeSpan.FromMinutes(10);

    /// <summary>Pause between polls when no notification wakes the relay.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>How far a peer's clock may be ahead.</summary>
    public static readonly TimeSpan ClockAhead = TimeSpan.FromMinutes(5);

    /// <summary>Failures in a row after which a destination's circuit opens.</summary>
    public const int FailuresBeforeOpen = 5;

    /// <summary>How long an open circuit stays open before one try.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(5);
}
