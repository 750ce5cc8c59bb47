using System.Text.Json.Serialization;

namespace FinancingPlatform.Phone.Journal;

/// <summary>Something that happened and was acknowledged; one line of the file.</summary>
[JsonDerivedType(typeof(SmsArrived), "sms")]
[JsonDerivedType(typeof(TransferMade), "transfer")]
[JsonDerivedType(typeof(AmountTried), "try")]
internal abstract record PhoneEvent;

/// <summary>A short message arrived at a telephone.</summary>
internal sealed record SmsArrived(Guid Id, string To, string Text, DateTimeOffset At) : PhoneEvent;

/// <summary>A small transfer was made and the enterprise's bank shows its amount.</summary>
internal sealed record TransferMade(Guid Id, string Uscc, string AccountName, string CredentialSha256, decimal Amount, DateTimeOffset At) : PhoneEvent;

/// <summary>Somebody typed an amount back; the statement is there when it was right.</summary>
internal sealed record AmountTried(Guid Id, DateTimeOffset At, string? Statement) : PhoneEvent;
