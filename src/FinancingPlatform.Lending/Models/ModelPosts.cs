using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Once;
using FinancingPlatform.Lending.Posts;
using Npgsql;

namespace FinancingPlatform.Lending.Models;

/// <summary>A bank decided otherwise than the score suggests (人工调整). The bank's own; it changes no score (rule A11).</summary>
/// <param name="Ticket">The look that showed the score.</param>
/// <param name="Direction"><c>up</c> better than the score suggests, <c>down</c> worse.</param>
/// <param name="Reason">One of <see cref="Reasons"/>; a bank's internal note never leaves it (rule C6).</param>
public sealed record ScoreOverride(Guid Ticket, string Direction, string Reason)
{
    /// <summary>Directions.</summary>
    public static IReadOnlyList<string> Directions { get; } = ["up", "down"];

    /// <summary>Reason codes.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["policy", "collateral", "guarantee", "new-information", "data-disputed", "visit", "model-doubt", "other"];

    /// <summary>What is wrong with it, or null.</summary>
    public Error? Fault()
    {
        if (!Directions.Contains(Direction))
        {
            return OneOf("direction", Directions);
        }

        return Reasons.Contains(Reason) ? null : OneOf("reason", Reasons);
    }

    private static Error OneOf(string field, IReadOnlyList<string> allowed) =>
        LendingErrors.Field(field, "value-unknown", $"只能取：{string.Join("、", allowed)}。", $"Must be one of: {string.Join(", ", allowed)}.");
}

/// <summary>Takes what banks say about models (模型反馈): overrides, and the version that a bank keeps to.</summary>
public sealed class ModelPosts(NpgsqlDataSource database, TimeProvider clock)
{
    private const int DigestLength = 64;
    private static readonly string s_override = LendingSql.Read("PostOverride.sql");
    private static readonly string s_pin = LendingSql.Read("PinPack.sql");

    private static readonly Refusals s_overrideRefusals = new(
        new Error(ErrorKind.NotFound, "ticket-not-yours", "本行没有以这个查询编号读取过评分。", "Your bank has read no score under this ticket.") { Field = "ticket" },
        new Error(ErrorKind.Conflict, "override-already-posted", "这次查询已报送过人工调整。", "An override was posted for this look already.") { Field = "ticket" });

    private static readonly Refusals s_pinRefusals = new(
        new Error(ErrorKind.NotFound, "pack-not-offered", "这个评分包不可选用：只能选在用模型、并行模型或本行已固定的版本。", "This pack is not on offer: choose the champion, a challenger, or the version that your bank keeps to.") { Field = "pack_sha256" });

    /// <summary>What an override may be refused with.</summary>
    public static IReadOnlyList<Error> OverrideRefusals => s_overrideRefusals.Own;

    /// <summary>What the choice of a version may be refused with.</summary>
    public static IReadOnlyList<Error> PinRefusals => s_pinRefusals.Own;

    /// <summary>Records an override; one per look. Answers JSON.</summary>
    public Task<Result<string>> OverrideAsync(Caller caller, ScoreOverride made, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(made);
        return made.Fault() is { } fault
            ? Task.FromResult<Result<string>>(fault)
            : AskAsync(s_override, s_overrideRefusals, caller, [OnceCall.Value(made.Ticket), OnceCall.Value(made.Direction), OnceCall.Value(made.Reason)], cancellationToken);
    }

    /// <summary>Accepts a version for this bank from now on (rule C4). Answers JSON.</summary>
    public Task<Result<string>> PinAsync(Caller caller, string packSha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packSha256);
        return packSha256.Length == DigestLength && packSha256.All(char.IsAsciiHexDigitLower)
            ? AskAsync(s_pin, s_pinRefusals, caller, [OnceCall.Value(packSha256)], cancellationToken)
            : Task.FromResult<Result<string>>(LendingErrors.Field("pack_sha256", "value-unknown", "须为 64 位小写十六进制摘要。", "Must be a digest of 64 lower-case hexadecimal digits."));
    }

    private Task<Result<string>> AskAsync(string sql, Refusals refusals, Caller caller, NpgsqlParameter[] values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return OnceCall.AskAsync(database, sql, caller, [OnceCall.Value(Guid.CreateVersion7(clock.GetUtcNow())), .. values], refusals.Of, cancellationToken);
    }
}
