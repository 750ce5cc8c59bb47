namespace FinancingPlatform.Data;

/// <summary>Follows the chains link by link (链式核对).</summary>
internal sealed class ChainCheck
{
    private readonly Dictionary<int, long> _reached = [];
    private byte[] _previous = new byte[AuditBytes.HashLength];
    private int _chain = -1;

    /// <summary>Chain → last link that held.</summary>
    public IReadOnlyDictionary<int, long> Reached => _reached;

    /// <summary>What is wrong with the next link; null when it holds.</summary>
    public string? Follow(AuditEvent link)
    {
        if (link.Chain != _chain)
        {
            if (link.Chain < _chain)
            {
                return $"chain {link.Chain} comes twice";
            }

            _chain = link.Chain;
            _previous = new byte[AuditBytes.HashLength];
        }

        var place = $"chain {link.Chain} link {link.Seq} (event {link.EventId})";
        var expected = _reached.GetValueOrDefault(link.Chain) + 1;
        if (link.Seq != expected)
        {
            return $"chain {link.Chain}: link {expected} is missing or comes twice, found {link.Seq}";
        }

        if (!link.PrevHash.AsSpan().SequenceEqual(_previous))
        {
            return $"{place}: it does not hold the hash of the link before";
        }

        if (!link.Canon.AsSpan().SequenceEqual(AuditBytes.Canon(link)))
        {
            return $"{place}: its fields are not those that were hashed";
        }

        if (!link.RowHash.AsSpan().SequenceEqual(AuditBytes.Hash(link.Canon, link.PrevHash)))
        {
            return $"{place}: its hash is not the hash of its bytes";
        }

        _previous = link.RowHash;
        _reached[link.Chain] = link.Seq;
        return null;
    }
}
