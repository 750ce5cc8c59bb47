using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Once;
using Npgsql;

namespace FinancingPlatform.Lending.Limits;

/// <summary>Takes a bank's limit policy (额度政策设定): a new version, in force from today or later; earlier versions stay on record.</summary>
public sealed class LimitPolicyPosting(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_set = LendingSql.Read("SetLimitPolicy.sql");

    private static readonly Refusals s_refusals = new(
        new Error(ErrorKind.Invalid, "policy-in-the-past", "额度政策的生效日不得早于今天：已经给出的参考额度不追改。", "A limit policy must not begin before today: limits already given stay as they are.") { Field = "valid_from" },
        new Error(ErrorKind.Conflict, "policy-version-taken", "本行已有这个版本号的额度政策，请用新的版本号。", "Your bank already has a limit policy of this version; choose a new version.") { Field = "version" });

    /// <summary>What a policy may be refused with.</summary>
    public static IReadOnlyList<Error> Refusals => s_refusals.Own;

    /// <summary>Sets it; answers JSON.</summary>
    public Task<Result<string>> PostAsync(Caller caller, LimitPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Fault() is { } fault
            ? Task.FromResult<Result<string>>(fault)
            : OnceCall.AskAsync(database, s_set, caller, Values(policy, Guid.CreateVersion7(clock.GetUtcNow())), s_refusals.Of, cancellationToken);
    }

    private static NpgsqlParameter[] Values(LimitPolicy policy, Guid id) =>
    [
        OnceCall.Value(id), OnceCall.Value(policy.Version), OnceCall.Value(policy.ValidFrom), OnceCall.Value(policy.ProductCapYuan), OnceCall.Value(policy.FloorYuan),
        OnceCall.Value(policy.RevenueShare), OnceCall.Value(policy.Bands.Select(b => b.Grade).ToArray()), OnceCall.Value(policy.Bands.Select(b => b.Factor).ToArray()),
    ];
}
