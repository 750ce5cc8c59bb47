using System.Globalization;
using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Indicators.Quality;

/// <summary>A city whose quality figures are worked by hand: deliveries, objections, decisions and a few records, all dated relative to yesterday in Beijing.</summary>
public sealed class QualityCity : IAsyncLifetime
{
    public CityDatabase Db { get; } = new();

    public static DateOnly Day => TwelveEnterprisesDatabase.Yesterday;

    public IndicatorReader Reader => new(Db.Source("regulator"), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        await Db.InitializeAsync();
        await DeliveriesAsync();
        await ObjectionsAsync();
        await DecisionsAsync();
        await RecordsAsync();
    }

    public ValueTask DisposeAsync() => Db.DisposeAsync();

    public async Task<IndicatorFigure> FigureAsync(string id) => (await Reader.FiguresAsync(Day, default)).Value.Single(f => f.Id == id);

    public Task<long> BatchAsync(
        string item, int daysAgo, long received, long accepted, long version = 0, long duplicate = 0, long withheld = 0, long rejected = 0, long late = 0, string channel = "file") =>
        Db.ScalarAsync<long>(
            """
            insert into credit.import_batch
                (item, source, channel, file_name, file_sha256, finished_at, received, accepted_new, accepted_version, duplicate, withheld, rejected, late)
            values ($1, '虚构局', $2, 'f.csv', sha256(''::bytea), ($3::date + time '12:00') at time zone 'Asia/Shanghai', $4, $5, $6, $7, $8, $9, $10)
            returning id
            """,
            item, channel, Day.AddDays(-daysAgo), received, accepted, version, duplicate, withheld, rejected, late);

    public Task<long> FirmAsync(int number, string status = "active", string prefix = "91") => TwelveEnterprises.EnterpriseAsync(Db, number, status, prefix: prefix);

    public Task<int> RecordAsync(
        long firm, string item, string key, DateOnly occurredOn, decimal? quantity = null, string? code = null, DateOnly? endedOn = null, string? payload = null, int version = 1) =>
        Db.ExecuteAsync(
            """
            insert into credit.credit_record
                (enterprise_id, item, source, occurred_on, known_at, quantity, code, ended_on, payload, natural_key, version, batch_id, sha256, invented)
            select $1, $2, '虚构局', $3, clock_timestamp() - interval '2 days', $4::numeric, $5::text, $6::date, $7::jsonb, $8, $9, min(b.id), sha256(convert_to($8, 'UTF8')), true
            from credit.import_batch b
            """,
            firm, item, occurredOn, quantity, code, endedOn, payload, key, version);

    private async Task DeliveriesAsync()
    {
        // Penalties of the last month: 100 received, 10 withheld, 60 new, 10 versions, 5 known, 15 rejected; 7 came late.
        var first = await BatchAsync("penalty", 3, 100, 60, version: 10, duplicate: 5, withheld: 10, rejected: 15, late: 7);
        // One of the fifteen was mended in the page.
        var mended = await BatchAsync("penalty", 2, 1, 1, channel: "mend");
        await Db.ExecuteAsync(
            """
            insert into credit.delivery (id, client_id, source, item, declared_rows, state, batch_id, mends_batch_id, mends_line, entered_by)
            values (gen_random_uuid(), 'page:operator', '虚构局', 'penalty', 1, 'imported', $2, $1, 7, gen_random_uuid())
            """,
            first, mended);
        // Of another month, and of tomorrow.
        await BatchAsync("penalty", 80, 50, 40, rejected: 10);
        await BatchAsync("penalty", -1, 7, 7);
        await BatchAsync("licence", 5, 20, 20, channel: "push");
        await BatchAsync("act-reward", 100, 8, 6, duplicate: 1, rejected: 1);
        await BatchAsync("act-inspection", 200, 4, 4);
        // By interface once, and mostly by file.
        await BatchAsync("honour", 10, 1, 1, channel: "pull");
        await BatchAsync("honour", 11, 9, 9);
    }

    private async Task ObjectionsAsync()
    {
        var firm = await FirmAsync(71);
        // Answered by its day; answered on its day and arrived a day later; not answered; still time; another item.
        await ObjectionAsync(firm, "penalty", 1, accepted: 20, due: 11, decided: 12, arrived: 12, outcome: "removed");
        await ObjectionAsync(firm, "penalty", 2, accepted: 20, due: 11, decided: 11, arrived: 10, outcome: "maintained");
        await ObjectionAsync(firm, "licence", 3, accepted: 20, due: 11, decided: null, arrived: null, outcome: null);
        await ObjectionAsync(firm, "licence", 4, accepted: 2, due: -5, decided: null, arrived: null, outcome: null);
        await ObjectionAsync(firm, "honour", 5, accepted: 20, due: 11, decided: 12, arrived: 12, outcome: "corrected");
        // Upheld more than a year ago.
        await ObjectionAsync(firm, "penalty", 6, accepted: 420, due: 411, decided: 411, arrived: 411, outcome: "removed");
    }

    private async Task DecisionsAsync()
    {
        // In time and accepted at once; four working days; in time and accepted after two; nothing stated.
        await DecisionAsync(1, "repair", daysAgo: 5, arrivedAfter: 0, acceptance: 1, review: 3);
        await DecisionAsync(2, "repair", daysAgo: 5, arrivedAfter: 1, acceptance: 0, review: 4);
        await DecisionAsync(3, "repair", daysAgo: 5, arrivedAfter: 0, acceptance: 2, review: 1);
        await DecisionAsync(4, "repair", daysAgo: 5, arrivedAfter: 2, acceptance: null, review: null);
        await DecisionAsync(5, "objection", daysAgo: 5, arrivedAfter: 0, acceptance: null, review: null);
        await DecisionAsync(6, "annulment", daysAgo: 5, arrivedAfter: 0, acceptance: null, review: null);
    }

    private async Task RecordsAsync()
    {
        // Registered: 71 of above, 81, 82, 83 (revoked, not struck off). Not: struck off, 92-code, unknown.
        var a = await FirmAsync(81);
        var b = await FirmAsync(82);
        await FirmAsync(83, "revoked");
        var gone = await FirmAsync(84, "cancelled");
        await FirmAsync(85, "unknown");
        var trader = await FirmAsync(86, prefix: "92");
        var year = Day.Year - 1;
        await RecordAsync(a, "tax-credit-a", "A1", Day.AddDays(-30), year, "A");
        // The older year, and one that was taken back by a correction.
        await RecordAsync(b, "tax-credit-a", "A2", Day.AddDays(-400), year - 1, "A");
        await RecordAsync(b, "tax-credit-a", "A3", Day.AddDays(-30), year, "A");
        await RecordAsync(b, "tax-credit-a", "A3", Day.AddDays(-30), year, "B", version: 2);
        await RecordAsync(gone, "tax-credit-a", "A4", Day.AddDays(-30), year, "A");

        // Three listed operators, one taken off; one has a file.
        await RecordAsync(trader, "farm-operator", "N1", Day.AddDays(-500));
        await RecordAsync(trader, "honour", "H1", Day.AddDays(-90));
        await RecordAsync(await FirmAsync(87, prefix: "93"), "farm-operator", "N2", Day.AddDays(-500));
        await RecordAsync(await FirmAsync(88, prefix: "93"), "farm-operator", "N3", Day.AddDays(-500), endedOn: Day.AddDays(-10));

        await HouseholdsAsync("370902", 200, 60, 40);
        await HouseholdsAsync("370902", 100, 70, 40);
        await HouseholdsAsync("370911", 100, 60, 30);
    }

    private async Task HouseholdsAsync(string division, int daysAgo, long households, long withFile)
    {
        var bank = await Db.ScalarAsync<long>("select id from registry.enterprise where uscc = $1", InventedSubjects.Code(71));
        var asOf = Day.AddDays(-daysAgo);
        await RecordAsync(
            bank, "farmer-credit-aggregate", string.Create(CultureInfo.InvariantCulture, $"{asOf:yyyyMMdd}|{division}"), asOf, withFile,
            payload: string.Create(CultureInfo.InvariantCulture, $$"""{"division":"{{division}}","households":"{{households}}","evidence":"虚构"}"""));
    }

    private Task<int> ObjectionAsync(long firm, string item, int number, int accepted, int due, int? decided, int? arrived, string? outcome) => Db.ExecuteAsync(
        """
        insert into credit.objection
            (id, enterprise_id, item, natural_key, source, reason, needs_other_unit, state, submitted_at, accepted_at, due_on, decided_on, synced_at, closed_at, outcome, decision_no, authority)
        select gen_random_uuid(), $1, $2, 'k' || $3, '虚构局', '不实', false, case when $7::text is null then 'forwarded' else 'closed' end,
            t.accepted, t.accepted, $5::date, $6::date, t.arrived, t.arrived, $7::text, case when $7::text is not null then '异' || $3 end, case when $7::text is not null then '虚构局' end
        from (select ($4::date + time '10:00') at time zone 'Asia/Shanghai' as accepted, ($8::date + time '10:00') at time zone 'Asia/Shanghai' as arrived) t
        """,
        firm, item, number, Day.AddDays(-accepted), Day.AddDays(-due), decided is { } d ? Day.AddDays(-d) : null, outcome, arrived is { } a ? Day.AddDays(-a) : null);

    private Task<int> DecisionAsync(int number, string kind, int daysAgo, int arrivedAfter, int? acceptance, int? review) => Db.ExecuteAsync(
        """
        insert into credit.decision
            (kind, decision_no, authority, enterprise_id, item, natural_key, decided_on, outcome, law, taken_at, submitted_on, accepted_on, acceptance_working_days, review_working_days)
        select $1, '决' || $2, '虚构局', e.id, 'penalty', 'd' || $2, $3::date, 'maintained', '法', (($3::date + $4::int) + time '09:00') at time zone 'Asia/Shanghai',
            case when $5::int is not null then $3::date - 10 end, case when $6::int is not null then $3::date - 5 end, $5::int, $6::int
        from registry.enterprise e
        where e.uscc = $7
        """,
        kind, number, Day.AddDays(-daysAgo), arrivedAfter, acceptance, review, InventedSubjects.Code(71));
}
