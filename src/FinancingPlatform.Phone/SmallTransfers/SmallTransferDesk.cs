using System.Security.Cryptography;
using FinancingPlatform.Phone.Journal;

namespace FinancingPlatform.Phone.SmallTransfers;

/// <summary>The verifier that makes small transfers (打款核验机构): it picks the amount, the enterprise's bank shows it, and three wrong answers end it.</summary>
internal sealed class SmallTransferDesk(EventFile events, StatementSigner signer, TimeProvider clock)
{
    private const int MaxFen = 100;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, SmallTransfer> _transfers = [];

    /// <summary>Makes a transfer. The same request again changes nothing; another one under the same id is refused (false).</summary>
    public bool Make(Guid id, string uscc, string accountName, string credentialSha256)
    {
        lock (_lock)
        {
            if (_transfers.TryGetValue(id, out var known))
            {
                return known.Uscc == uscc && known.AccountName == accountName && known.CredentialSha256 == credentialSha256;
            }

            var amount = RandomNumberGenerator.GetInt32(1, MaxFen) / 100m;
            var made = new TransferMade(id, uscc, accountName, credentialSha256, amount, clock.GetUtcNow());
            events.Append(made);
            Apply(made);
            return true;
        }
    }

    /// <summary>Judges an amount; null when there is no such transfer. The right amount again gives the same statement again.</summary>
    public SmallTransfer? Confirm(Guid id, decimal amount)
    {
        lock (_lock)
        {
            if (!_transfers.TryGetValue(id, out var transfer) || transfer.State == "dead")
            {
                return transfer;
            }

            var right = amount == transfer.Amount;
            if (transfer.Statement is not null)
            {
                return right ? transfer : transfer with { Statement = null, Wrong = SmallTransfer.MaxTries };
            }

            var now = clock.GetUtcNow();
            var tried = new AmountTried(id, now, right ? signer.Sign(transfer, now) : null);
            events.Append(tried);
            Apply(tried);
            return _transfers[id];
        }
    }

    public IReadOnlyList<SmallTransfer> Newest(string? uscc, int count)
    {
        lock (_lock)
        {
            return [.. _transfers.Values.Where(t => uscc is null || t.Uscc == uscc).OrderByDescending(t => t.At).Take(count)];
        }
    }

    public void Apply(TransferMade made)
    {
        lock (_lock)
        {
            _transfers[made.Id] = new SmallTransfer(made.Id, made.Uscc, made.AccountName, made.CredentialSha256, made.Amount, made.At);
        }
    }

    public void Apply(AmountTried tried)
    {
        lock (_lock)
        {
            var transfer = _transfers[tried.Id];
            _transfers[tried.Id] = tried.Statement is null ? transfer with { Wrong = transfer.Wrong + 1 } : transfer with { Statement = tried.Statement };
        }
    }
}
