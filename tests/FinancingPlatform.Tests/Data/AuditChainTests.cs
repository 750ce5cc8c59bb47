using System.Security.Cryptography;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>What is in the chain stays in the chain; whoever changes it, also the database's owner, is found.</summary>
public sealed class AuditChainTests : IAsyncLifetime
{
    private readonly CityDatabase _city = new();
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("fp-seals-");
    private readonly SigningKey _key = NewKey("seal-1");

    private AuditSealer Sealer => new(_city.Source("worker"), _key, new SealPlaces("tai-an", _files.FullName, "province"), new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)));

    public ValueTask InitializeAsync() => _city.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _city.DisposeAsync();
        _files.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_implementation_agrees_on_every_byte()
    {
        await AppendAsync("portal", 1, "空 字段", null);
        await AppendAsync("bank_api", 65, "", "reason");
        await AppendAsync("worker", 129, "x", "y");

        var result = await VerifyAsync();

        result.ShouldBe(new AuditVerification(true, 3, 0, null));
        (await _city.ScalarAsync<long>("select count(distinct chain) from audit.event")).ShouldBe(1);
        (await _city.ScalarAsync<string>("select string_agg(db_role, ' ' order by seq) from audit.event")).ShouldBe("city_portal city_bank_api city_worker");
    }

    [Fact]
    public async Task Writers_of_many_chains_at_once_fork_none()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AppendAsync("worker", i % 4, "subject", null)));

        (await VerifyAsync()).ShouldBe(new AuditVerification(true, 200, 0, null));
    }

    [Theory]
    [InlineData("portal")]
    [InlineData("bank_desk")]
    [InlineData("bank_api")]
    [InlineData("worker")]
    [InlineData("loader")]
    [InlineData("regulator")]
    public async Task No_role_of_the_platform_may_change_or_delete_what_was_written(string role)
    {
        await using var connection = await _city.OpenAsync(role);
        foreach (var sql in new[]
        {
            "update audit.event set actor = 'x'", "delete from audit.event", "truncate audit.event", "insert into audit.event (chain) values (1)",
            "update audit.tip set seq = 0", "delete from audit.seal", "update audit.seal set jws = ''", "update audit.sealed set seq = 1",
        })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(), sql)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Theory]
    [InlineData("update audit.event set outcome = 'refused' where seq = 2", "its fields are not those that were hashed")]
    [InlineData("update audit.event set occurred_at = occurred_at + interval '1 microsecond' where seq = 2", "its fields are not those that were hashed")]
    [InlineData("update audit.event set reason = '' where seq = 2", "its fields are not those that were hashed")]
    [InlineData("update audit.event set canon = canon || '\\x00' where seq = 2", "its fields are not those that were hashed")]
    [InlineData("update audit.event set row_hash = sha256('x') where seq = 2", "its hash is not the hash of its bytes")]
    [InlineData("delete from audit.event where seq = 2", "link 2 is missing")]
    [InlineData("delete from audit.event where seq = 3", "links 3 to 3 are gone")]
    public async Task What_the_owner_of_the_database_changes_is_named(string tampering, string finding)
    {
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync("worker", 7, "subject", null);
        }

        await _city.ExecuteAsync(tampering);

        var result = await VerifyAsync();
        result.Ok.ShouldBeFalse();
        result.FirstBad!.ShouldContain(finding);
    }

    [Fact]
    public async Task A_chain_written_anew_or_cut_with_its_tip_is_found_by_its_seal()
    {
        await AppendAsync("worker", 7, "subject", null);
        await AppendAsync("worker", 7, "subject", null);
        (await Sealer.SealAsync(default))!.SealNo.ShouldBe(1);
        (await VerifyAsync()).ShouldBe(new AuditVerification(true, 2, 1, null));

        await _city.ExecuteAsync(
            "delete from audit.event where seq = 2; update audit.tip t set seq = 1, row_hash = e.row_hash from audit.event e where e.chain = t.chain and e.seq = 1");
        (await VerifyAsync()).FirstBad.ShouldBe("seal 1: 2 links were sealed, 1 are here");

        await AppendAsync("worker", 7, "another subject", null);
        (await VerifyAsync()).FirstBad.ShouldBe("seal 1: the links it covers are not those that were sealed");

        await _city.ExecuteAsync("delete from audit.seal; delete from audit.sealed");
        (await VerifyAsync()).FirstBad.ShouldBe("seal 1: the links it covers are not those that were sealed");
    }

    [Fact]
    public async Task Seals_follow_one_another_and_go_up_as_messages()
    {
        (await Sealer.SealAsync(default)).ShouldBeNull();
        await AppendAsync("worker", 1, "a", null);
        await Sealer.SealAsync(default);
        await AppendAsync("worker", 1, "b", null);
        await AppendAsync("worker", 2, "c", null);
        await Sealer.SealAsync(default);

        (await VerifyAsync()).ShouldBe(new AuditVerification(true, 3, 2, null));
        (await _city.ScalarAsync<string>("select string_agg(kind || stream_seq, ' ' order by stream_seq) from exchange.outbox where stream = 'audit-seal:tai-an'"))
            .ShouldBe("audit-seal1 audit-seal2");
    }

    [Fact]
    public async Task A_seal_of_a_strange_key_or_a_changed_file_is_found()
    {
        await AppendAsync("worker", 1, "a", null);
        await Sealer.SealAsync(default);

        (await VerifyAsync(NewKey("seal-1"))).FirstBad.ShouldBe("seal 1: no known key signed it");

        await File.AppendAllTextAsync(_files.GetFiles().Single().FullName, "x");
        (await VerifyAsync()).FirstBad.ShouldBe("seal 1: the database's and the file's differ");
    }

    [Fact]
    public async Task A_seal_whose_commit_was_lost_is_taken_up_by_the_next_sealing()
    {
        await AppendAsync("worker", 1, "a", null);
        var seal = await Sealer.SealAsync(default);
        await _city.ExecuteAsync("delete from audit.seal; delete from audit.sealed; delete from exchange.outbox; delete from exchange.outbox_stream");
        await AppendAsync("worker", 1, "b", null);

        (await Sealer.SealAsync(default)).ShouldBe(seal);
        (await Sealer.SealAsync(default))!.SealNo.ShouldBe(2);
        (await VerifyAsync()).ShouldBe(new AuditVerification(true, 2, 2, null));
    }

    [Fact]
    public async Task An_export_is_verified_without_the_database()
    {
        await AppendAsync("worker", 1, "a", null);
        await AppendAsync("worker", 9, "b", "r");
        await Sealer.SealAsync(default);
        var file = Path.Combine(_files.FullName, "export.ndjson");
        await using (var connection = await _city.OpenAsync("worker"))
        {
            (await (await AuditEvidence.FromDatabaseAsync(connection, null, default)).ExportAsync(file, default)).ShouldBe(2);
        }

        var evidence = await AuditEvidence.FromExportAsync(file, null, default);
        (await AuditVerifier.VerifyAsync(evidence, Public(_key), default)).ShouldBe(new AuditVerification(true, 2, 1, null));

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"subject\":\"b\"", "\"subject\":\"c\"", StringComparison.Ordinal));
        (await AuditVerifier.VerifyAsync(await AuditEvidence.FromExportAsync(file, null, default), Public(_key), default)).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_of_a_transaction_that_fails_leaves_no_trace_and_no_gap()
    {
        await AppendAsync("worker", 1, "a", null);
        await using (var connection = await _city.OpenAsync("worker"))
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await AuditLog.AppendAsync(connection, transaction, Entry(1, "b", null), default);
        }

        await AppendAsync("worker", 1, "c", null);
        (await VerifyAsync()).ShouldBe(new AuditVerification(true, 2, 0, null));
    }

    private static AuditEntry Entry(long enterprise, string subject, string? reason) =>
        new(Guid.NewGuid(), enterprise, "tester", "test.done", "granted") { Subject = subject, Reason = reason, ConsentId = reason is null ? null : Guid.NewGuid() };

    private async Task AppendAsync(string role, long enterprise, string subject, string? reason)
    {
        await using var connection = await _city.OpenAsync(role);
        await AuditLog.AppendAsync(connection, null, Entry(enterprise, subject, reason), default);
    }

    private async Task<AuditVerification> VerifyAsync(SigningKey? key = null)
    {
        await using var connection = await _city.OpenAsync("worker");
        return await AuditVerifier.VerifyAsync(await AuditEvidence.FromDatabaseAsync(connection, _files.FullName, default), Public(key ?? _key), default);
    }

    private static VerificationKey[] Public(SigningKey key) => [new VerificationKey(key.Kid, key.Use, key.Key)];

    private static SigningKey NewKey(string kid) => new(kid, "audit-seal", ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
