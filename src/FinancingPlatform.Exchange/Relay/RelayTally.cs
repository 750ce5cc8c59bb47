namespace FinancingPlatform.Exchange.Relay;

// Counts one pass. What was asked for and not marked stood under a lease that was lost: another relay finishes it.
internal sealed class RelayTally(int claimed)
{
    private int _delivered;
    private int _parked;
    private int _deferred;
    private int _leasesLost;

    public string? Pause { get; set; }

    public void Delivered(int asked, int marked)
    {
        _delivered += marked;
        _leasesLost += asked - marked;
    }

    public void Parked(bool marked)
    {
        _parked += marked ? 1 : 0;
        _leasesLost += marked ? 0 : 1;
    }

    public void Deferred(int asked, int marked)
    {
        _deferred += marked;
        _leasesLost += asked - marked;
    }

    public RelayRun ToRun() => new(claimed, _delivered, _parked, _deferred, _leasesLost, Pause);
}
