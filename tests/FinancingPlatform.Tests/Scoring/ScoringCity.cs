using System.Globalization;
using System.Security.Cryptography;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Features.Catalogue;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A small invented city to score: enterprises, records and authorisations in one line each.</summary>
internal sealed class ScoringCity(CityDatabase database)
{
    public const string Bank = "91370000000000000B";
    private static int s_next;

    public static DateOnly Today { get; } = China.Today(TimeProvider.System);

    public ScoreRun Run { get; } = new(database.Source(DatabaseRoles.Worker), PlatformPacks.ReadBuiltIn().Value, TimeProvider.System);

    /// <summary>A catalogue with one public and one authorised class of items, once per database.</summary>
    public async Task PrepareAsync()
    {
        await database.ExecuteAsync(
            """
            insert into credit.catalogue_version (version, issued_on, note) values ('t1', '2020-01-01', 'invented') on conflict do nothing;
            insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
            select 't1', i.code, i.class, i.name_zh, i.name_en, i.supplier, i.level, i.mode, i.sensitivity, i.update_frequency, '2020-01-01'
            from credit.catalogue_item i
            where i.version = '2024'
            on conflict do nothing
            """);
    }

    /// <summary>Says that the city has received a list, so that silence means none from now on.</summary>
    public Task<int> DeliverAsync(string item) => database.ExecuteAsync(
        "insert into credit.import_batch (item, source, file_name, file_sha256, started_at, finished_at) values ($1, 'test', 'f', sha256(''), now() - interval '1 day', now() - interval '1 day')", item);

    public async Task<long> EnterpriseAsync(DateOnly? established = null)
    {
        var uscc = string.Create(CultureInfo.InvariantCulture, $"T{Interlocked.Increment(ref s_next):D17}");
        return await database.ScalarAsync<long>(
            "insert into registry.enterprise (uscc, name, established_on, in_city, invented, row_sha256) values ($1, $1, $2, true, true, sha256('')) returning id", uscc, established);
    }

    /// <summary>One record, known since it occurred unless said otherwise.</summary>
    public async Task<long> RecordAsync(
        long enterprise, string item, DateOnly on, decimal? amount = null, string? party = null, string? code = "valid",
        DateTimeOffset? known = null, DateOnly? validUntil = null, DateOnly? ended = null, string? key = null, int version = 1, decimal? quantity = null)
    {
        await database.ExecuteAsync(
            "insert into credit.import_batch (item, source, file_name, file_sha256) select 'x', 'test', 'base', sha256('') where not exists (select 1 from credit.import_batch)");
        return await database.ScalarAsync<long>(
            """
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, valid_until, ended_on, amount, code, counterparty, natural_key, version, quantity, batch_id, sha256)
            select $1, $2, 'test', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, min(b.id), sha256('') from credit.import_batch b
            returning id
            """,
            enterprise, item, on, (known ?? new DateTimeOffset(on, TimeOnly.MinValue, TimeSpan.Zero)).UtcDateTime, validUntil, ended, amount, code, party, key ?? Guid.NewGuid().ToString(), version, quantity);
    }

    /// <summary>An authorisation as the portal would write it; signatures are not this part's matter.</summary>
    public async Task<Guid> AuthoriseAsync(long enterprise, string[]? items = null, string purpose = "pre-credit", string bank = Bank, DateOnly? until = null, int maxUses = 9, bool look = true, bool training = false)
    {
        var id = Guid.NewGuid();
        await database.ExecuteAsync(
            """
            insert into consent.authorisation
                (id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                 text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at)
            select $1, e.id, e.uscc, $3, 't1', $4, $5, $6, true, $11, $7, $8, $9, t.version, '', sha256(''), $10, '', '', '', '', '', now()
            from registry.enterprise e, (select version from consent.text_template order by version limit 1) t
            where e.id = $2
            """,
            id, enterprise, bank, items ?? ["invoice-sales", "invoice-purchase"], purpose, look, Today.AddDays(-30), until ?? Today.AddDays(10), maxUses, RandomNumberGenerator.GetBytes(32), training);
        return id;
    }

    /// <summary>The features of one enterprise, read as the worker reads them.</summary>
    public async Task<Dictionary<string, float>> FeaturesAsync(PackKind kind, long enterprise, DateOnly? asOf = null, DateTimeOffset? known = null)
    {
        IReadOnlyList<Feature> features = kind == PackKind.Full ? [.. InvoiceFeatures.All, .. FeatureCatalogue.Public] : FeatureCatalogue.Public;
        return await FeaturesAsync(kind, features, enterprise, asOf, known);
    }

    /// <summary>The same for chosen features.</summary>
    public async Task<Dictionary<string, float>> FeaturesAsync(PackKind kind, IReadOnlyList<Feature> features, long enterprise, DateOnly? asOf = null, DateTimeOffset? known = null)
    {
        var found = new List<Dictionary<string, float>>();
        await using var connection = await database.OpenAsync(DatabaseRoles.Worker);
        await using var command = FeatureRows.Command(connection, FeatureSql.Compile(kind, features), new FeatureScope(asOf ?? Today, known ?? TimeProvider.System.GetUtcNow(), [enterprise]));
        await FeatureRows.ReadAsync(command, features.Count, (_, row, _) =>
        {
            found.Add(features.Select((f, i) => (f.Name, Value: row[i])).ToDictionary(p => p.Name, p => p.Value));
            return ValueTask.CompletedTask;
        }, CancellationToken.None);
        return found.Count == 0 ? [] : found[0];
    }

    public Task<long> FullScoresAsync(long enterprise) => Scalar("select count(*) from scoring.score where enterprise_id = $1 and kind = 'full'", enterprise);

    /// <summary>The whole stored public score as text, so that any difference shows.</summary>
    public async Task<string> PublicScoreAsync(long enterprise) => await database.ScalarAsync<string>(
        "select concat_ws('|', margin, points, grade, encode(input_sha256, 'hex'), inputs, reasons, items) from scoring.score where enterprise_id = $1 and kind = 'public'", enterprise) ?? "none";

    private async Task<long> Scalar(string sql, params object?[] parameters) => await database.ScalarAsync<long>(sql, parameters);
}
