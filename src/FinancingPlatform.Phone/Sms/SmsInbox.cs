using FinancingPlatform.Phone.Journal;

namespace FinancingPlatform.Phone.Sms;

/// <summary>Everybody's short messages (短信收件箱), newest first.</summary>
internal sealed class SmsInbox(EventFile events, TimeProvider clock)
{
    /// <summary>Messages kept in memory; the oldest go first.</summary>
    public const int MaxKept = 5_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<SmsArrived> _messages = [];

    public SmsArrived Receive(string to, string text)
    {
        var arrived = new SmsArrived(Guid.CreateVersion7(clock.GetUtcNow()), to, text, clock.GetUtcNow());
        events.Append(arrived);
        Apply(arrived);
        return arrived;
    }

    public void Apply(SmsArrived arrived)
    {
        lock (_lock)
        {
            _messages.AddFirst(arrived);
            if (_messages.Count > MaxKept)
            {
                _messages.RemoveLast();
            }
        }
    }

    public IReadOnlyList<SmsArrived> Newest(string? to, int count)
    {
        lock (_lock)
        {
            return [.. _messages.Where(m => to is null || m.To == to).Take(count)];
        }
    }
}
