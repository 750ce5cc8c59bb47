using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>
/// Turns rows of features into scores and writes them a block at a time (评分分块写入): margins and explanations are worked out for all rows of a
/// block at once, and one statement takes them over, without a table in between, while the next block is being read and worked out. A block is
/// its own transaction, so that a long run holds no locks; what it was stopped before is found again as changed. One instance serves one
/// thread and reuses its room.
/// </summary>
internal sealed class ScoreBlock : IAsyncDisposable
{
    /// <summary>Rows of one statement: some hundred kilobytes of inputs and reasons.</summary>
    public const int Rows = 2_000;

    /// <summary>
    /// Before the first of several blocks. Each is planned by what the table of scores holds by then, and goes by the index: a plan made while it was
    /// still empty, by this run or an earlier one on the same connection, would read all of it for each block once it is full. And full blocks do not
    /// each wait for the disk…
    /// </summary>
    private const string BeginMany =
        "set plan_cache_mode = force_custom_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set synchronous_commit = off";

    /// <summary>…but a run does not end before all of them are there: a commit that waits takes along all commits before it.</summary>
    private const string EndMany = "set synchronous_commit = on; select pg_current_xact_id()";

    private readonly NpgsqlCommand _put;
    private readonly ScoringPack _pack;
    private readonly ReasonFinder _finder;
    private readonly ScoreInputsWriter _writer;
    private readonly float[] _rows;
    private readonly float[] _margins = new float[Rows];
    private ScoreColumns _filling = new(Rows);
    private ScoreColumns _sent = new(Rows);
    private Task _sending = Task.CompletedTask;

    /// <summary>A block for one pack.</summary>
    /// <param name="pack">Scores and explains.</param>
    /// <param name="put">Takes the columns over; answers how many scores were written and how many of them changed. Disposed with the block.</param>
    public ScoreBlock(ScoringPack pack, NpgsqlCommand put)
    {
        _pack = pack;
        _put = put;
        _finder = new ReasonFinder(pack);
        _writer = new ScoreInputsWriter(pack);
        _rows = new float[Rows * pack.Features.Count];
        ScoreColumns.Declare(put);
    }

    /// <summary>Scores written so far.</summary>
    public long Scored { get; private set; }

    /// <summary>Those of them whose inputs or pack differ from before.</summary>
    public long Changed { get; private set; }

    /// <summary>Takes one row; a full block is sent.</summary>
    public async ValueTask AddAsync(FeatureSubject subject, float[] row, CancellationToken ct)
    {
        row.CopyTo(_rows, _filling.Enterprises.Count * row.Length);
        _filling.Enterprises.Add(subject.EnterpriseId);
        _filling.Authorisations.Add(subject.AuthorisationId);
        if (_filling.Enterprises.Count == Rows)
        {
            await SendAsync(ct);
        }
    }

    /// <summary>Sends what is left and waits until all is written.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        if (_filling.Enterprises.Count > 0)
        {
            await SendAsync(ct);
        }

        await _sending;
        if (_put.IsPrepared)
        {
            await RunAsync(EndMany, ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // After a fault elsewhere a block may still be under way, and its connection must come to rest. Its own fault was thrown by the next block or the flush.
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writer.Dispose();
        await _put.DisposeAsync();
    }

    private async Task SendAsync(CancellationToken ct)
    {
        Score(_filling);
        await _sending;
        (_filling, _sent) = (_sent, _filling);
        _sent.Give(_put);
        _sending = PutAsync(ct);
        _filling.Clear();
    }

    private async Task PutAsync(CancellationToken ct)
    {
        if (_sent.Enterprises.Count == Rows && !_put.IsPrepared)
        {
            await RunAsync(BeginMany, ct);
            await _put.PrepareAsync(ct);
        }

        await using var reader = await _put.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Scored += reader.GetInt64(0);
        Changed += reader.GetInt64(1);
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _put.Connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private void Score(ScoreColumns columns)
    {
        var width = _pack.Features.Count;
        var count = columns.Enterprises.Count;
        var rows = _rows.AsSpan(0, count * width);
        var margins = _margins.AsSpan(0, count);
        _pack.Model.Margins(rows, margins);
        for (var row = 0; row < count; row++)
        {
            var score = _pack.Score(margins[row]);
            var (inputs, digest) = _writer.Write(rows.Slice(row * width, width));
            // A single widened to a double and back is the same single.
            columns.Margins.Add(score.Margin);
            columns.Points.Add(score.Points);
            columns.Grades.Add(score.Grade);
            columns.Digests.Add(digest);
            columns.Inputs.Add(inputs);
        }

        _finder.Write(rows, margins, columns.Reasons, columns.Places);
    }
}
