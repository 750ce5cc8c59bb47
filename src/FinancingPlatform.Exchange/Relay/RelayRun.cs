namespace FinancingPlatform.Exchange.Relay;

/// <summary>What one pass of the relay did (一轮报送的结果).</summary>
/// <param name="Claimed">Messages claimed.</param>
/// <param name="Delivered">Messages whose receipt was stored.</param>
/// <param name="Parked">Messages refused for good.</param>
/// <param name="Deferred">Streams that go again later.</param>
/// <param name="LeasesLost">Marks that came too late, because another relay has the stream meanwhile; harmless, but many mean a lease that is too short.</param>
/// <param name="Pause">Why the destination is left alone for now; null when it answered.</param>
public sealed record RelayRun(int Claimed, int Delivered, int Parked, int Deferred, int LeasesLost, string? Pause)
{
    /// <summary>Nothing was due.</summary>
    public static RelayRun Idle { get; } = new(0, 0, 0, 0, 0, null);

    /// <summary>True when the next pass may follow at once.</summary>
    public bool More => Delivered + Parked > 0 && Pause is null;
}
