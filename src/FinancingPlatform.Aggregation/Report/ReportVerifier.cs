using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>What anybody may ask of a code (报告核验), and what a department gets for the firm's one-time code. Role portal, without a session.</summary>
public sealed class ReportVerifier(NpgsqlDataSource portal)
{
    /// <summary>Characters of a verification code and of a one-time code.</summary>
    public const int CodeLength = 32;

    private readonly NpgsqlDataSource _portal = portal;

    /// <summary>The state of a code at this moment.</summary>
    public async Task<Result<ReportVerification>> VerifyAsync(string code, CancellationToken ct)
    {
        if (!IsCode(code))
        {
            return ReportErrors.Unknown;
        }

        await using var command = _portal.CreateCommand("select state, issued_at, as_of, list_version, digest from credit.verify_report($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = code });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ReportVerification(
                code, reader.GetString(0), reader.GetDateTime(1), reader.GetFieldValue<DateOnly>(2), reader.GetString(3), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4)))
            : ReportErrors.Unknown;
    }

    /// <summary>Counts what a department verified the report for.</summary>
    public async Task<Result> CountUseAsync(string code, string use, CancellationToken ct)
    {
        if (!ReportUses.IsKnown(use))
        {
            return ReportErrors.UseUnknown;
        }

        if (!IsCode(code))
        {
            return ReportErrors.Unknown;
        }

        await using var command = _portal.CreateCommand("select credit.count_report_use($1, $2, 'verification')");
        command.Parameters.Add(new NpgsqlParameter { Value = code });
        command.Parameters.Add(new NpgsqlParameter { Value = use });
        return await command.ExecuteScalarAsync(ct) is true ? Result.Ok : ReportErrors.Unknown;
    }

    /// <summary>Spends a one-time code and gives the report. A report that is no longer what was issued leaves the code unspent.</summary>
    public async Task<Result<PrintedReport>> RedeemAsync(string code, string? secret, string? use, CancellationToken ct)
    {
        if (!ReportUses.IsKnown(use))
        {
            return ReportErrors.UseUnknown;
        }

        if (!IsCode(code) || !IsCode(secret))
        {
            return ReportErrors.TicketRefused;
        }

        await using var connection = await _portal.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var printed = await RedeemAsync(connection, transaction, code, secret!, use!, ct);
        if (printed.IsOk)
        {
            await transaction.CommitAsync(ct);
        }

        return printed;
    }

    /// <summary>True for 32 lower-case hexadecimal digits.</summary>
    public static bool IsCode(string? text) => text is { Length: CodeLength } && text.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    internal static byte[] DigestOfSecret(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private static async Task<Result<PrintedReport>> RedeemAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string code, string secret, string use, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select facts::text, issued_at, as_of, digest from credit.redeem_report_ticket($1, $2, $3)", connection, transaction)
        {
            Parameters = { new() { Value = code }, new() { Value = DigestOfSecret(secret) }, new() { Value = use } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return ReportErrors.TicketRefused;
        }

        var facts = ReportFacts.Parse(reader.GetString(0));
        var issue = new IssuedReport(code, reader.GetDateTime(1), reader.GetFieldValue<DateOnly>(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3)));
        return facts.Enterprise is { } enterprise ? OwnReports.Printed(ReportBuilder.Build(facts, enterprise), issue) : ReportErrors.NoEnterprise;
    }
}
