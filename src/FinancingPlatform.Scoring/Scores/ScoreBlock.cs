using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>
/// Turns rows of features into scores and writes them a block at a time (评分分块写入): margins and explanations are worked out for all rows of a
/// block at once, and one statement takes them over, without a table in between. A block is its own transaction, so that a long run
/// holds no locks; what it was stopped before is found again as changed. One instance serves one thread and reuses its room.
/// </summary>
internal sealed class ScoreBlock : IAsyncDisposable
{
    /// <summary>Rows of one statement: about a megabyte of inputs and reasons.</summary>
    public const int Rows = 1_000;

    private readonly NpgsqlCommand _put;
    private readonly ScoringPack _pack;
    private readonly ReasonFinder _finder;
    private readonly ScoreInputsWriter _writer;
    private readonly float[] _rows;
    private readonly float[] _margins = new float[Rows];
    private readonly List<long> _enterprises = new(Rows);
    private readonly List<Guid?> _authorisations = new(Rows);
    private readonly List<double> _logOdds = new(Rows);
    private readonly List<int> _points = new(Rows);
    private readonly List<string> _grades = new(Rows);
    private readonly List<byte[]> _digests = new(Rows);
    private readonly List<string> _inputs = new(Rows);
    private readonly List<string> _reasons = new(Rows);

    /// <summary>A block for one pack.</summary>
    /// <param name="pack">Scores and explains.</param>
    /// <param name="put">Takes the arrays over; answers how many scores were written and how many of them changed. Disposed with the block.</param>
    public ScoreBlock(ScoringPack pack, NpgsqlCommand put)
    {
        _pack = pack;
        _put = put;
        _finder = new ReasonFinder(pack);
        _writer = new ScoreInputsWriter(pack);
        _rows = new float[Rows * pack.Features.Count];
        Give("enterprises", NpgsqlDbType.Bigint, _enterprises);
        Give("authorisations", NpgsqlDbType.Uuid, _authorisations);
        Give("margins", NpgsqlDbType.Double, _logOdds);
        Give("points", NpgsqlDbType.Integer, _points);
        Give("grades", NpgsqlDbType.Text, _grades);
        Give("digests", NpgsqlDbType.Bytea, _digests);
        Give("inputs", NpgsqlDbType.Jsonb, _inputs);
        Give("reasons", NpgsqlDbType.Jsonb, _reasons);
    }

    /// <summary>Scores written so far.</summary>
    public long Scored { get; private set; }

    /// <summary>Those of them whose inputs or pack differ from before.</summary>
    public long Changed { get; private set; }

    /// <summary>Takes one row; a full block is written.</summary>
    public async ValueTask AddAsync(FeatureSubject subject, float[] row, CancellationToken ct)
    {
        row.CopyTo(_rows, _enterprises.Count * row.Length);
        _enterprises.Add(subject.EnterpriseId);
        _authorisations.Add(subject.AuthorisationId);
        if (_enterprises.Count == Rows)
        {
            await FlushAsync(ct);
        }
    }

    /// <summary>Writes what is left.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        if (_enterprises.Count == 0)
        {
            return;
        }

        Score(_enterprises.Count);
        await using (var reader = await _put.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            Scored += reader.GetInt64(0);
            Changed += reader.GetInt64(1);
        }

        _enterprises.Clear();
        _authorisations.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await _put.DisposeAsync();
    }

    private void Score(int count)
    {
        var width = _pack.Features.Count;
        var rows = _rows.AsSpan(0, count * width);
        var margins = _margins.AsSpan(0, count);
        _pack.Model.Margins(rows, margins);
        _logOdds.Clear();
        _points.Clear();
        _grades.Clear();
        _digests.Clear();
        _inputs.Clear();
        _reasons.Clear();
        for (var row = 0; row < count; row++)
        {
            var score = _pack.Score(margins[row]);
            var (inputs, digest) = _writer.Write(rows.Slice(row * width, width));
            // A single widened to a double and back is the same single.
            _logOdds.Add(score.Margin);
            _points.Add(score.Points);
            _grades.Add(score.Grade);
            _digests.Add(digest);
            _inputs.Add(inputs);
        }

        _finder.Write(rows, margins, _reasons);
    }

    /// <summary>The lists are written as they are at each execution.</summary>
    private void Give(string name, NpgsqlDbType type, object list) => _put.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = list });
}
