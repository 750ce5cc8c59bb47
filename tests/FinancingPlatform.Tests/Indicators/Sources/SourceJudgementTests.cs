using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Indicators.Sources;

namespace FinancingPlatform.Tests.Indicators.Sources;

/// <summary>When a source is late, counted in working days of the State Council's calendar, and why.</summary>
public sealed class SourceJudgementTests
{
    // A Monday after an ordinary week.
    private static readonly DateOnly s_monday = new(2026, 11, 23);

    [Theory]
    [InlineData("daily", "2026-11-20", 1, SourceState.OnTime)]
    [InlineData("daily", "2026-11-19", 2, SourceState.Late)]
    [InlineData("monthly", "2026-10-21", 23, SourceState.OnTime)]
    [InlineData("monthly", "2026-10-20", 24, SourceState.Late)]
    [InlineData("yearly", "2026-01-05", 218, SourceState.OnTime)]
    public void A_weekend_and_a_holiday_make_no_source_older(string frequency, string last, int age, SourceState state)
    {
        var judgement = Judge(Facts(frequency, Last(last)));

        judgement.Age.ShouldBe(age);
        judgement.State.ShouldBe(state);
    }

    [Fact]
    public void Nobody_ever_called_is_late_with_that_reason()
    {
        var judgement = Judge(Facts("daily", last: null));

        judgement.State.ShouldBe(SourceState.Late);
        judgement.Reasons.ShouldBe([SourceReason.NeverCalled]);
        judgement.Age.ShouldBeNull();
    }

    [Fact]
    public void Silence_since_the_last_delivery_and_calls_that_fail_are_different_reasons()
    {
        Judge(Facts("daily", Last("2026-11-12"))).Reasons.ShouldBe([SourceReason.NoCall]);
        Judge(Facts("daily", Last("2026-11-12")) with { Failures = 3, LastError = "header-unknown" }).Reasons.ShouldBe([SourceReason.CallsFailing]);
    }

    [Fact]
    public void Calls_that_fail_and_rows_that_were_rejected_need_a_look_before_anything_is_late()
    {
        var failing = Judge(Facts("daily", Last("2026-11-23")) with { Failures = 1 });
        var rejected = Judge(Facts("daily", Last("2026-11-23") with { Rejected = 2 }));

        (failing.State, rejected.State).ShouldBe((SourceState.Attention, SourceState.Attention));
        rejected.Reasons.ShouldBe([SourceReason.RowsRejected]);
    }

    [Fact]
    public void A_fresh_delivery_of_old_facts_is_late()
    {
        var judgement = Judge(Facts("daily", Last("2026-11-23") with { Late = 4 }) with { TimelyDays = 7 });

        judgement.State.ShouldBe(SourceState.Late);
        judgement.Reasons.ShouldBe([SourceReason.RecordsLate]);
    }

    [Fact]
    public void Where_no_list_says_how_often_or_the_calendar_lacks_the_year_nothing_is_called_late()
    {
        Judge(Facts("", Last("2026-01-05"))).State.ShouldBe(SourceState.Unknown);
        Judge(Facts("daily", Last("1999-01-05"))).State.ShouldBe(SourceState.Unknown);
    }

    [Fact, Trait("rule", "B2")]
    public void Rates_leave_out_what_the_law_withholds_and_are_absent_without_a_row()
    {
        var facts = Facts("daily", Last("2026-11-23")) with { TimelyDays = 7, Received = 100, AcceptedNew = 60, AcceptedVersion = 10, Duplicate = 5, Withheld = 10, Rejected = 15, Late = 7, Pushes = 3, Files = 1, FailedCalls = 1 };

        facts.Qualified.ShouldBe(75m / 90m);
        facts.Timely.ShouldBe(0.9m);
        facts.InterfaceShare.ShouldBe(0.75m);
        facts.CallSuccess.ShouldBe(0.8m);
        Facts("daily", last: null).Qualified.ShouldBeNull();
    }

    private static SourceJudgement Judge(SourceFacts facts) => SourceJudgement.Of(facts, s_monday, WorkingCalendar.Official);

    private static TakenDelivery Last(string day) =>
        new(1, China.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).AddHours(9), "file", 10, 0, 0);

    private static SourceFacts Facts(string frequency, TakenDelivery? last) => new()
    {
        Item = "penalty", NameZh = "行政处罚", NameEn = "Penalties", Supplier = "各行政机关", UpdateFrequency = frequency, Source = "甲局", Last = last,
    };
}
