using System.Text;
using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Tests.Exchange.World;

/// <summary>A kind of message for tests: keeps each payload in a table, refuses or fails when the payload says so.</summary>
internal sealed class FactHandler(string kind) : IIntakeHandler
{
    public const string Table = "create table exchange.test_fact (place bigint generated always as identity, message_id uuid, stream text, kind text, body text)";

    public string Kind => kind;

    /// <summary>Fails instead of deciding while true: a node with a broken disk, a bug.</summary>
    public bool Broken { get; set; }

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString(context.Payload);
        await using var insert = new NpgsqlCommand("insert into exchange.test_fact (message_id, stream, kind, body) values ($1, $2, $3, $4)", context.Connection, context.Transaction)
        {
            Parameters = { new() { Value = context.MessageId }, new() { Value = context.Stream }, new() { Value = context.Kind }, new() { Value = body } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return Broken ? throw new InvalidOperationException("broken on purpose")
            : body.Contains("\"refuse\"", StringComparison.Ordinal) ? IntakeOutcome.Refused("said-so")
            : IntakeOutcome.Accepted;
    }
}
