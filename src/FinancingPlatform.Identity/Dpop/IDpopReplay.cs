using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>The memory of used proofs (防重放), the last check of a request.</summary>
public interface IDpopReplay
{
    /// <summary>True the first time a proof is shown, false ever after.</summary>
    ValueTask<bool> UseAsync(DpopProof proof, CancellationToken cancellationToken);
}

/// <summary>Used proofs in the database (重放记录), shared by all processes of a host.</summary>
public sealed class DatabaseDpopReplay(NpgsqlDataSource database) : IDpopReplay
{
    private const string Statement = "select identity.use_dpop_proof($1, $2, $3)";

    /// <inheritdoc/>
    public async ValueTask<bool> UseAsync(DpopProof proof, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proof);
        await using var command = database.CreateCommand(Statement);
        AddParameters(command.Parameters, proof);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// The same statement for a caller that sends it in its own batch (one round trip). Its single row holds one boolean; the caller must
    /// refuse the request when it is false. Mark such an endpoint with <see cref="DeferDpopReplayAttribute"/>.
    /// </summary>
    public static NpgsqlBatchCommand BatchCommand(DpopProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var command = new NpgsqlBatchCommand(Statement);
        AddParameters(command.Parameters, proof);
        return command;
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, DpopProof proof)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = proof.Jkt });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = proof.JtiSha256() });
        parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = proof.ExpiresAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
    }
}

/// <summary>
/// Endpoint metadata (端点标记): the endpoint itself asks the memory of used proofs, in its own first round trip, by
/// <see cref="DatabaseDpopReplay.BatchCommand"/>. Without this mark the resource server asks before the endpoint runs.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class DeferDpopReplayAttribute : Attribute;
