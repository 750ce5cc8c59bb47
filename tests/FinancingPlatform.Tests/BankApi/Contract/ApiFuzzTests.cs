using FinancingPlatform.Cli.Bench.ApiFuzz;
using FinancingPlatform.Data;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.BankApi.Contract;

/// <summary>
/// Generated requests against the real host: a stated share of what <c>fp bench api-fuzz</c> sends, which is twenty thousand for each operation.
/// </summary>
[Trait("speed", "slow")]
public sealed class ApiFuzzTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const int RequestsPerOperation = 150;
    private const int Enterprises = 40;

    [Fact]
    public async Task No_generated_request_brings_a_server_error_a_stack_trace_or_a_row_that_a_refusal_changed()
    {
        string[] enterprises = [.. Enumerable.Range(1, Enterprises).Select(_ => InventedCodes.Next())];
        await api.Db.ExecuteAsync("create schema bench");
        await api.Db.ExecuteAsync("create table bench.code (n int, uscc text collate \"C\")");
        await api.Db.ExecuteAsync("insert into bench.code (n, uscc) select n, uscc from unnest($1::text[]) with ordinality c (uscc, n)", [enterprises]);
        await api.Db.ExecuteAsync(SqlResource.Read(typeof(ApiFuzzBench).Assembly, "Sql/Bench/score-pull-seed.sql"));
        await api.Db.ExecuteAsync(SqlResource.Read(typeof(ApiFuzzBench).Assembly, "Sql/Bench/api-fuzz-seed.sql"));
        await using var owner = NpgsqlDataSource.Create(api.Db.Owner);

        var (figures, run) = await ApiFuzzBench.RunAsync(api.FuzzDoor, owner, enterprises, RequestsPerOperation, new Progress<double>(), CancellationToken.None);

        var found = string.Join('\n', run.Findings) + "\n" + string.Join(", ", run.Statuses) + "\n" + string.Join(", ", run.AcceptedBy);
        figures.Requests.ShouldBeGreaterThan(RequestsPerOperation * 40L);
        figures.ServerErrors.ShouldBe(0, found);
        figures.Leaks.ShouldBe(0, found);
        figures.Changed.ShouldBe(0, found);
        figures.OffContract.ShouldBe(0, found);
        // A generator whose requests are all refused at the door would test nothing, and so for each operation.
        figures.NeverAccepted.ShouldBeEmpty(found);
        figures.Accepted.ShouldBeGreaterThan(figures.Requests / 10, found);
        run.RefusedWith.Keys.Select(code => code.Split(' ')[1]).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(40, found);
    }
}
