using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>The decisions of one correction file (整改决定), checked and ready to be applied in one statement.</summary>
public sealed class CodeCorrections
{
    private const int MaxFaults = 100;

    private readonly List<string> _departments = [];
    private readonly List<string> _codes = [];
    private readonly List<byte[]> _subjects = [];
    private readonly List<short> _flags = [];
    private readonly List<string> _corrected = [];
    private readonly List<string> _faults = [];
    private long _rejected;

    /// <summary>Rows of the file.</summary>
    public long Received { get; internal set; }

    /// <summary>Rows without a flag.</summary>
    public long Undecided { get; internal set; }

    /// <summary>Runs a statement that calls <c>credit.correct_codes</c> or a function like it with five arrays, $1 to $5, and counts what it changed.</summary>
    public async Task<CorrectionOutcome> ApplyAsync(NpgsqlCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        Add(command, NpgsqlDbType.Text, _departments.ToArray());
        Add(command, NpgsqlDbType.Text, _codes.ToArray());
        Add(command, NpgsqlDbType.Bytea, _subjects.ToArray());
        Add(command, NpgsqlDbType.Smallint, _flags.ToArray());
        Add(command, NpgsqlDbType.Text, _corrected.ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (coded, deleted, kept, unmatched, conflicts) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
        List<string> faults = conflicts == 0 ? _faults
            : [.. _faults, $"{conflicts} rows decide differently about one code; keep one of them / 同一代码有不同的操作标识，请只保留一行"];
        return new CorrectionOutcome(Received, coded, deleted, kept, Undecided, unmatched, _rejected + conflicts, faults);
    }

    internal void Add(string department, string code, string name, short flag, string corrected)
    {
        _departments.Add(department);
        _codes.Add(code);
        _subjects.Add(SentCode.SubjectOf(code, name));
        _flags.Add(flag);
        _corrected.Add(corrected);
    }

    internal void Reject(long line, string fault)
    {
        _rejected++;
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(CodeLedger.LineText(line, fault));
        }
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType element, Array values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values });
}
