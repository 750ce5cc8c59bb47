using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>The exchange's questions use an index however many messages there are.</summary>
public sealed class ExchangePlanTests(NodeDatabase node) : IClassFixture<NodeDatabase>
{
    private static readonly DateTimeOffset From = new(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public Task One_message() => AssertIndexedAsync("Status/message", new[] { "city" }, Guid.Empty, "nation");

    [Fact]
    public Task One_stream() => AssertIndexedAsync("Status/stream", "city", "enterprise:x");

    [Fact]
    public Task A_days_figures_of_what_was_sent() => AssertIndexedAsync("Reconciliation/sent_figures", "nation", From, From.AddDays(1));

    [Fact]
    public Task A_days_figures_of_what_was_taken_in() => AssertIndexedAsync("Reconciliation/taken_figures", "city", From, From.AddDays(1));

    [Fact]
    public Task A_page_of_what_was_sent() => AssertIndexedAsync("Reconciliation/sent_messages", "nation", From, From.AddDays(1), "loan", Guid.Empty, 1000);

    [Fact]
    public Task A_page_of_what_was_taken_in() => AssertIndexedAsync("Reconciliation/taken_messages", "city", From, From.AddDays(1), "loan", Guid.Empty, 1000);

    [Fact]
    public Task A_proof() => AssertIndexedAsync("Relay/proof", "nation", Guid.Empty);

    private async Task AssertIndexedAsync(string file, params object[] values)
    {
        await using var connection = await node.OpenAsync(DatabaseRoles.Node);
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(ExchangePart).Assembly, $"Sql/{file}.sql"), connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await Plans.AssertNoSequentialScanAsync(command, "inbox", "outbox", "receipt");
        command.Parameters.Count.ShouldBe(values.Length);
    }
}
