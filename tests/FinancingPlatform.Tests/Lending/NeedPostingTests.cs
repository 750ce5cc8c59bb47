using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.Lending;

/// <summary>Who may post a need: the database itself asks for a proved enterprise (rule A3).</summary>
[Trait("rule", "A3")]
public sealed class NeedPostingTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task An_enterprise_that_did_not_prove_who_it_is_is_refused_and_leaves_no_need()
    {
        using var firm = await SignedInFirm.CreateAsync(db, verified: false);
        var need = Need();

        var refused = await PostAsync(firm, need);

        refused.IsOk.ShouldBeFalse();
        refused.Error.Code.ShouldBe("not-verified");
        refused.Error.Kind.ShouldBe(ErrorKind.Forbidden);
        (await EarlierDoorAsync(firm, need)).ShouldBeFalse();
        (await CountAsync(firm)).ShouldBe(0);
        (await db.ScalarAsync<long>("select count(*) from audit.event where event_id = $1", need.Id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("update identity.verification set valid_until = current_date - 2 where enterprise_id = $1")]
    [InlineData("update identity.verification set revoked_at = clock_timestamp() where enterprise_id = $1")]
    [InlineData("update registry.enterprise set legal_representative = '李四' where id = $1")]
    public async Task A_verification_that_lapsed_is_none(string lapse)
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        var need = Need();
        (await PostAsync(firm, need)).IsOk.ShouldBeTrue();
        (await PostAsync(firm, need)).IsOk.ShouldBeTrue("the same form sent twice is one need");
        (await CountAsync(firm)).ShouldBe(1);
        await db.ExecuteAsync(lapse, firm.Case.EnterpriseId);

        (await PostAsync(firm, Need())).Error.Code.ShouldBe("not-verified");

        (await CountAsync(firm)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_enterprises_need_is_not_taken_over_by_its_id()
    {
        using var first = await SignedInFirm.CreateAsync(db);
        using var second = await SignedInFirm.CreateAsync(db);
        var need = Need();
        (await PostAsync(first, need)).IsOk.ShouldBeTrue();

        (await PostAsync(second, need)).Error.Code.ShouldBe("need-number-taken");
        (await CountAsync(second)).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_session_nobody_posts()
    {
        await using var connection = await db.OpenAsync("portal");
        await using var transaction = await connection.BeginTransactionAsync();

        (await Posting().PostAsync(connection, transaction, Need(), CancellationToken.None)).Error.Code.ShouldBe("not-signed-in");
    }

    private static NeedPosting Posting() => new(WorkingCalendar.Official, TimeProvider.System);

    private static Need Need() => new(Guid.CreateVersion7(), 200_000m, 12, "购买原料", "credit", []);

    private static Task<Result<string>> PostAsync(SignedInFirm firm, Need need) =>
        firm.RunAsync((connection, transaction) => Posting().PostAsync(connection, transaction, need, CancellationToken.None));

    private static Task<bool> EarlierDoorAsync(SignedInFirm firm, Need need) => firm.RunAsync(async (connection, transaction) =>
    {
        await using var command = new NpgsqlCommand("select lending.post_need($1, 'earlier', 1000, 12, 'x', 'credit', 'platform', '{}', current_date + 9)", connection, transaction) { Parameters = { new() { Value = need.Id } } };
        return await command.ExecuteScalarAsync() is true;
    });

    private Task<long> CountAsync(SignedInFirm firm) => db.ScalarAsync<long>("select count(*) from lending.need where enterprise_id = $1", firm.Case.EnterpriseId);
}
