using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Once;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Lending.Joint;

/// <summary>A joint model as it is kept (联合模型): sealed, with what everybody concerned may see.</summary>
/// <param name="ContractNo">The contract between bank and platform.</param>
/// <param name="Version">The bank's version.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Sealed">The model under the bank's key.</param>
/// <param name="ModelSha256">Digest of the model.</param>
/// <param name="Schema">Columns, JSON.</param>
/// <param name="PlatformFeatures">Columns that the platform computes.</param>
/// <param name="OwnFeatures">Columns that the bank sends.</param>
/// <param name="Items">Items that the platform's columns read.</param>
/// <param name="CutOff">Probability from which the bank declines; null when it set none.</param>
public sealed record SealedModel(
    string ContractNo, string Version, string Kind, byte[] Sealed, byte[] ModelSha256, string Schema, string[] PlatformFeatures, string[] OwnFeatures, string[] Items, double? CutOff);

/// <summary>Takes a bank's joint model (联合模型提交): it stands still until two operators activated it.</summary>
public sealed class JointSubmission(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_submit = LendingSql.Read("SubmitJointModel.sql");

    private static readonly Refusals s_refusals = new(
        new Error(ErrorKind.Conflict, "joint-version-taken", "这份合同已有这个版本的模型，请用新的版本号。", "This contract already has a model of this version; choose a new version.") { Field = "version" });

    /// <summary>What a model may be refused with, once it could be read.</summary>
    public static IReadOnlyList<Error> Refusals => s_refusals.Own;

    /// <summary>Keeps it; answers JSON.</summary>
    public Task<Result<string>> SubmitAsync(Caller caller, SealedModel model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(model);
        return OnceCall.AskAsync(
            database, s_submit, caller,
            [
                OnceCall.Value(Guid.CreateVersion7(clock.GetUtcNow())), OnceCall.Value(model.ContractNo), OnceCall.Value(model.Version), OnceCall.Value(model.Kind),
                OnceCall.Value(model.Sealed), OnceCall.Value(model.ModelSha256), new NpgsqlParameter<string> { TypedValue = model.Schema, NpgsqlDbType = NpgsqlDbType.Jsonb },
                OnceCall.Value(model.PlatformFeatures), OnceCall.Value(model.OwnFeatures), OnceCall.Value(model.Items),
                new NpgsqlParameter { Value = model.CutOff is { } cut ? cut : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double },
            ],
            s_refusals.Of, cancellationToken);
    }
}
