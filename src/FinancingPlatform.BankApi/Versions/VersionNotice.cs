namespace FinancingPlatform.BankApi.Versions;

/// <summary>That a version or an operation will end (停用公告).</summary>
/// <param name="Scope"><c>v1</c>, or the operationId of one operation.</param>
/// <param name="NoticedOn">Day of the notice, in China; from then on it is deprecated (RFC 9745).</param>
/// <param name="SunsetOn">First day on which it does not answer any more, in China (RFC 8594).</param>
/// <param name="Successor">Where its successor is described; null when it has none.</param>
internal sealed record VersionNotice(string Scope, DateOnly NoticedOn, DateOnly SunsetOn, Uri? Successor)
{
    /// <summary>How long a version lives on after its notice, in days.</summary>
    public const int LivesDays = 180;

    private static readonly TimeSpan s_china = TimeSpan.FromHours(8);

    public DateTimeOffset NoticedAt => Start(NoticedOn);

    public DateTimeOffset SunsetAt => Start(SunsetOn);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Fault() =>
        SunsetOn.DayNumber - NoticedOn.DayNumber >= LivesDays ? null : $"{Scope} would end {SunsetOn:yyyy-MM-dd}, less than {LivesDays} days after the notice of {NoticedOn:yyyy-MM-dd}";

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), s_china);
}
