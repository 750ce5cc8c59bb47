using System.Text.Json;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.ResourceServer;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.BankApi.Looks;

/// <summary>What every look says of itself (查询要素; rule A6): whose data, which items, for what, and who at the bank asks.</summary>
internal interface ILookRequest
{
    string Uscc { get; }

    string Purpose { get; }

    string Operator { get; }

    string Branch { get; }

    string Reference { get; }

    IReadOnlyList<string>? Items { get; }

    /// <summary>The items to be opened; what is public needs no naming.</summary>
    string[] ItemsOrDefault();
}

/// <summary>A look that waits for the gate (待开启查询).</summary>
/// <param name="Bank">Who asks.</param>
/// <param name="Request">For what.</param>
/// <param name="Ticket">Made by the caller, so that the read can follow in the same round trip.</param>
internal sealed record Look(BankCaller Bank, ILookRequest Request, Guid Ticket);

/// <summary>The first half of every pull (开启查询): the gate's own transaction, in which the access record and the spent proof are committed.</summary>
internal static class LookCommand
{
    private static readonly string s_open = SqlResource.Read(typeof(LookCommand).Assembly, "Sql/OpenLook.sql");
    private static readonly string s_openForScore = SqlResource.Read(typeof(LookCommand).Assembly, "Sql/OpenScoreLook.sql");
    private static readonly string s_openForScores = SqlResource.Read(typeof(LookCommand).Assembly, "Sql/OpenScoreLooksTogether.sql");

    /// <summary>Opens a look under a ticket.</summary>
    public static NpgsqlBatchCommand Open(BankCaller bank, ILookRequest request, Guid ticket) => Open(s_open, bank, request, ticket);

    /// <summary>Opens a look at a score; where there is none it is recorded as such and costs no use.</summary>
    public static NpgsqlBatchCommand OpenForScore(Look look) => Open(s_openForScore, look.Bank, look.Request, look.Ticket);

    private static NpgsqlBatchCommand Open(string sql, BankCaller bank, ILookRequest request, Guid ticket) => new(sql)
    {
        Parameters =
        {
            Value(bank.SignedProof.Jkt), Value(bank.SignedProof.JtiSha256()),
            new NpgsqlParameter<DateTime> { TypedValue = bank.SignedProof.ExpiresAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            Value(ticket), Value(bank.ClientId), Value(bank.BankUscc), Value(request.Uscc), Value(request.ItemsOrDefault()), Value(request.Purpose),
            Value(request.Operator), Value(request.Branch), Value(request.Reference), Value(bank.SignedProof.Text),
        },
    };

    /// <summary>Opens several looks at scores in one transaction; each keeps its own outcome.</summary>
    public static NpgsqlBatchCommand OpenForScores(IReadOnlyList<Look> looks) => new(s_openForScores)
    {
        Parameters =
        {
            Each(looks, look => look.Bank.SignedProof.Jkt), Each(looks, look => look.Bank.SignedProof.JtiSha256()),
            Each(looks, look => look.Bank.SignedProof.ExpiresAt.UtcDateTime, NpgsqlDbType.TimestampTz), Each(looks, look => look.Ticket),
            Each(looks, look => look.Bank.ClientId), Each(looks, look => look.Bank.BankUscc), Each(looks, look => look.Request.Uscc),
            Each(looks, look => JsonSerializer.Serialize(look.Request.ItemsOrDefault(), BankApiJson.Default.StringArray), NpgsqlDbType.Jsonb),
            Each(looks, look => look.Request.Purpose), Each(looks, look => look.Request.Operator), Each(looks, look => look.Request.Branch),
            Each(looks, look => look.Request.Reference), Each(looks, look => look.Bank.SignedProof.Text),
        },
    };

    /// <summary>A typed parameter.</summary>
    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static NpgsqlParameter Each<T>(IReadOnlyList<Look> looks, Func<Look, T> value) => Value(looks.Select(value).ToArray());

    private static NpgsqlParameter Each<T>(IReadOnlyList<Look> looks, Func<Look, T> value, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = [.. looks.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>The first thing wrong with a request; null when nothing is.</summary>
    public static Error? Fault(ILookRequest request) =>
        FieldRules.Code("uscc", request.Uscc)
        ?? (Core.Catalogue.Purpose.WithScoring.Contains(request.Purpose)
            ? null
            : BankApiErrors.Field("purpose", "目的只能是 pre-credit、loan-application 或 post-loan。", "The purpose must be pre-credit, loan-application or post-loan."))
        ?? FieldRules.Text("operator", request.Operator, BankApiLimits.NameLength)
        ?? FieldRules.Text("branch", request.Branch, BankApiLimits.ReferenceLength)
        ?? FieldRules.Text("reference", request.Reference, BankApiLimits.ReferenceLength)
        ?? ItemsFault(request.Items);

    private static Error? ItemsFault(IReadOnlyList<string>? items)
    {
        if (items is null)
        {
            return null;
        }

        return items.Count > BankApiLimits.Items || items.Any(item => item.Length is 0 or > BankApiLimits.NameLength || item.Any(char.IsControl)) || items.Distinct(StringComparer.Ordinal).Count() != items.Count
            ? BankApiErrors.Field("items", $"信息项最多 {BankApiLimits.Items} 个，且互不重复。", $"At most {BankApiLimits.Items} different items.")
            : null;
    }
}
