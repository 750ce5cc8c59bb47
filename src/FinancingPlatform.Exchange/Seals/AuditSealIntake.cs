using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Signing;
using Npgsql;

namespace FinancingPlatform.Exchange.Seals;

/// <summary>
/// Takes in the seals of a lower level's audit chain (审计封印收报). They are that chain's anchor outside its own database: a seal that does not follow the
/// one before it, or a second seal of the same number, is a rewritten history and is refused.
/// </summary>
public sealed class AuditSealIntake(IExchangeSignature signature, IReadOnlyList<VerificationKey> sealers) : IIntakeHandler
{
    private const string SealType = "audit-seal+jws";

    private static readonly string Last = Sql("last");
    private static readonly string Keep = Sql("keep");

    /// <inheritdoc/>
    public string Kind => AuditSealMessage.Kind;

    /// <inheritdoc/>
    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Read<AuditSealMessage>(context.Payload) is not { Party.Length: > 0, Seal.Length: > 0 } message || context.Stream != $"audit-seal:{message.Party}")
        {
            return IntakeOutcome.Refused("malformed");
        }

        var opened = await signature.OpenAsync(SealType, message.Seal, sealers);
        if (!opened.IsOk)
        {
            return IntakeOutcome.Refused(opened.Error.Code);
        }

        if (Read<SealHead>(opened.Value) is not { } head || head.SealNo != message.SealNo)
        {
            return IntakeOutcome.Refused("malformed");
        }

        var last = await LastAsync(context, message.Party, cancellationToken);
        if (last is { } held && held.SealNo == head.SealNo && held.Seal == message.Seal)
        {
            return IntakeOutcome.Duplicate;
        }

        if (head.SealNo != (last?.SealNo ?? 0) + 1 || head.Previous != (last is { } before ? DigestOf(before.Seal) : null))
        {
            return IntakeOutcome.Refused("seal-chain-broken");
        }

        await using var keep = Command(Keep, context, message.Party, head.SealNo, message.Seal, head.SealedAt.ToUniversalTime(), context.ReceivedAt);
        await keep.ExecuteNonQueryAsync(cancellationToken);
        return IntakeOutcome.Accepted;
    }

    private static async Task<(long SealNo, string Seal)?> LastAsync(IntakeContext context, string party, CancellationToken cancellationToken)
    {
        await using var command = Command(Last, context, party);
        var found = await Status.Rows.ReadAsync(command, r => (r.GetInt64(0), r.GetString(1)), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private static string DigestOf(string seal) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(seal)));

    private static T? Read<T>(byte[] json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Contract.NodeJson.Options);
        }
        catch (JsonException)
        {
            return null;   // refused as malformed
        }
    }

    private static NpgsqlCommand Command(string sql, IntakeContext context, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, context.Connection, context.Transaction);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(AuditSealIntake).Assembly, $"Sql/Seals/{name}.sql");

    private sealed record SealHead(long SealNo, DateTimeOffset SealedAt, string? Previous);
}
