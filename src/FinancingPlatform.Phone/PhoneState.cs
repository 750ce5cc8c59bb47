using FinancingPlatform.Phone.Journal;
using FinancingPlatform.Phone.SmallTransfers;
using FinancingPlatform.Phone.Sms;

namespace FinancingPlatform.Phone;

/// <summary>Brings back at the start what was acknowledged before.</summary>
internal sealed class PhoneState(EventFile events, SmsInbox inbox, SmallTransferDesk desk)
{
    public void Restore()
    {
        foreach (var happened in events.Read())
        {
            switch (happened)
            {
                case SmsArrived sms:
                    inbox.Apply(sms);
                    break;
                case TransferMade made:
                    desk.Apply(made);
                    break;
                case AmountTried tried:
                    desk.Apply(tried);
                    break;
                default:
                    throw new InvalidDataException($"An event of kind {happened.GetType().Name} is not known.");
            }
        }
    }
}
