using System.Text;
using FinancingPlatform.Hosting.Problems;
using Npgsql;

namespace FinancingPlatform.BankApi.Http;

/// <summary>
/// Pages and objects whose JSON a gate function made (数据库直出的页): rows of (at, id, body) become <c>{"items":[…],"next":…}</c>; next leads to
/// the following page and is null on the last.
/// </summary>
internal sealed class JsonPages(NpgsqlDataSource database)
{
    /// <summary>Answers with a page; the statement's last three parameters are the cursor's instant, its id and the number of rows.</summary>
    public async Task<IResult> PageAsync(string sql, string? after, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        var cursor = PageCursor.Read(after);
        if (!cursor.IsOk)
        {
            return cursor.Error.ToProblem();
        }

        await using var command = Command(sql, [.. parameters, Value(cursor.Value.At), Value(cursor.Value.Id), Value(BankApiLimits.PageRows + 1)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var json = new StringBuilder("{\"items\":[");
        PageCursor last = default;
        string? next = null;
        for (var row = 0; await reader.ReadAsync(cancellationToken); row++)
        {
            if (row == BankApiLimits.PageRows)
            {
                next = last.Write();
                break;
            }

            json.Append(row == 0 ? string.Empty : ",").Append(reader.GetString(2));
            last = new PageCursor(reader.GetDateTime(0), reader.GetGuid(1));
        }

        json.Append("],\"next\":").Append(next is null ? "null" : $"\"{next}\"").Append('}');
        return Results.Text(json.ToString(), "application/json");
    }

    /// <summary>One object, or null where the function found none.</summary>
    public async Task<string?> ObjectAsync(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, [.. parameters]);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = database.CreateCommand(sql);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(parameters);
        return command;
    }
}
