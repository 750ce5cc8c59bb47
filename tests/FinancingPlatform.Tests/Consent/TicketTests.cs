using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>A read needs a look that is committed, fresh, unread and the caller's own.</summary>
public sealed class TicketTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task A_ticket_gives_its_enterprise_once()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        var look = await test.LookAsync();

        (await test.TakeAsync(look.Ticket)).ShouldBe(new TicketAnswer(test.EnterpriseId, null));
        (await test.TakeAsync(look.Ticket)).ShouldBe(new TicketAnswer(null, "ticket-used"));
    }

    [Fact]
    public async Task Of_many_simultaneous_reads_under_one_ticket_one_gets_through()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        var look = await test.LookAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => test.TakeAsync(look.Ticket)));

        answers.Count(answer => answer.EnterpriseId is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Another_clients_ticket_and_an_invented_one_look_alike()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        var look = await test.LookAsync();

        (await test.TakeAsync(look.Ticket, "another-client")).ShouldBe(new TicketAnswer(null, "ticket-unknown"));
        (await test.TakeAsync(Guid.NewGuid())).ShouldBe(new TicketAnswer(null, "ticket-unknown"));
        (await test.TakeAsync(look.Ticket)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_ticket_lives_for_a_minute()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        var look = await test.LookAsync();
        await db.ExecuteAsync("update consent.access_record set at = at - interval '61 seconds' where ticket = $1", look.Ticket);

        (await test.TakeAsync(look.Ticket)).ShouldBe(new TicketAnswer(null, "ticket-expired"));
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task A_look_and_its_read_in_one_transaction_give_nothing()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        await using var connection = await db.OpenAsync("owner");
        await using var transaction = await connection.BeginTransactionAsync();

        var look = await test.LookAsync(connection);
        look.Outcome.ShouldBe("granted");
        (await GateCase.TakeAsync(connection, look.Ticket, test.Client)).ShouldBe(new TicketAnswer(null, "ticket-own-transaction"));

        await transaction.RollbackAsync();
        (await test.RecordedRefusalAsync(look.Ticket)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("rule", "A1")]
    public async Task A_savepoint_does_not_hide_the_own_transaction(bool releaseFirst)
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        await using var connection = await db.OpenAsync("owner");
        await using var transaction = await connection.BeginTransactionAsync();

        await ExecuteAsync(connection, "savepoint inner_one");
        var look = await test.LookAsync(connection);
        await ExecuteAsync(connection, releaseFirst ? "release savepoint inner_one" : "savepoint inner_two");

        (await GateCase.TakeAsync(connection, look.Ticket, test.Client)).ShouldBe(new TicketAnswer(null, "ticket-own-transaction"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
