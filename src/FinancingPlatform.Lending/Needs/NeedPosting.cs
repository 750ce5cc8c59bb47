using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;
using Npgsql;

namespace FinancingPlatform.Lending.Needs;

/// <summary>A financing need (融资需求) as a firm posts it.</summary>
/// <param name="Id">Made by the caller, once: the same need sent again is the same need.</param>
/// <param name="AmountYuan">Amount in yuan.</param>
/// <param name="Months">Term in months.</param>
/// <param name="Purpose">What for, in the firm's words.</param>
/// <param name="LoanType">The way of guarantee wanted, or <c>any</c>.</param>
/// <param name="PickedBanks">Banks that shall have it, at most three; empty for the pool of all (rule C8).</param>
public sealed record Need(Guid Id, decimal AmountYuan, int Months, string Purpose, string LoanType, IReadOnlyList<string> PickedBanks);

/// <summary>Posts the signed-in and verified firm's need (发布需求; rule A3), in the caller's transaction, whose session says which firm it is.</summary>
public sealed class NeedPosting(WorkingCalendar calendar, TimeProvider clock)
{
    /// <summary>Working days within which a need posted here is to be decided (rule C12).</summary>
    public const int PlatformWorkingDays = 10;

    private static readonly string s_post = LendingSql.Read("PostNeed.sql");
    private static readonly string[] s_types = ["credit", "guarantee", "mortgage", "pledge", "combined", "any"];

    /// <summary>Posts it; the value is the need's number.</summary>
    public async Task<Result<string>> PostAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Need need, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(need);
        var fault = PostRules.Amount("amount", need.AmountYuan) ?? PostRules.Months("months", need.Months) ?? PostRules.Text("purpose", need.Purpose, PostRules.MaxReasonLength)
            ?? PostRules.OneOf("loan_type", need.LoanType, s_types)
            ?? (need.PickedBanks.Count <= 3 ? null : LendingErrors.Field("banks", "banks-too-many", "最多选择三家银行。", "Pick at most three banks."));
        if (fault is not null)
        {
            return fault;
        }

        var today = China.Today(clock);
        var decideBy = calendar.AddWorkingDays(today, PlatformWorkingDays);
        if (!decideBy.IsOk)
        {
            return decideBy.Error;
        }

        var number = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{today:yyyyMMdd}-{Convert.ToHexString(need.Id.ToByteArray(bigEndian: true)[^4..])}");
        await using var command = new NpgsqlCommand(s_post, connection, transaction);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Value(need.Id), Value(number), Value(need.AmountYuan), Value(need.Months), Value(need.Purpose), Value(need.LoanType), Value("platform"),
            Value(need.PickedBanks.ToArray()), Value(decideBy.Value),
        });
        return await command.ExecuteScalarAsync(cancellationToken) is string refusal ? LendingErrors.Of(refusal) : number;
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
