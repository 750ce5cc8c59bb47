using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A pack that saw records which were lawfully removed since, or whose authorisations were revoked (待再训练评分包; rules A2, B1).</summary>
/// <param name="Pack">Its name.</param>
/// <param name="PackSha256">Its digest.</param>
/// <param name="BuiltAt">When its training rows were built, UTC.</param>
/// <param name="FirstRemovedOn">Day of the first removal or revocation since.</param>
/// <param name="RetrainBy">Last day of its use without retraining.</param>
/// <param name="Removed">Versions of records removed since.</param>
/// <param name="Revoked">Training authorisations revoked since.</param>
public sealed record PackToRetrain(string Pack, string PackSha256, DateTime BuiltAt, DateOnly FirstRemovedOn, DateOnly RetrainBy, long Removed, long Revoked);

/// <summary>Which packs were trained on the city's rows, and which of them must be trained again (再训练登记).</summary>
public static class Retraining
{
    /// <summary>Enters that a pack was trained on a table that <see cref="TrainingRows"/> wrote.</summary>
    /// <returns>Nothing, or <c>training-rows-unknown</c> when this city did not build the table, or it was changed since.</returns>
    public static async Task<Result> RegisterAsync(NpgsqlDataSource worker, ScoringPack pack, byte[] rowsSha256, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(pack);
        await using var command = worker.CreateCommand(
            """
            insert into scoring.pack_training (pack_sha256, pack, rows_sha256)
            select $1, $2, w.sha256 from scoring.training_rows w where w.sha256 = $3
            on conflict (pack_sha256) do update set pack = excluded.pack
            returning pack
            """);
        command.Parameters.Add(new() { Value = pack.Sha256 });
        command.Parameters.Add(new() { Value = pack.Manifest.Name });
        command.Parameters.Add(new() { Value = rowsSha256 });
        return await command.ExecuteScalarAsync(ct) is string
            ? Result.Ok
            : new Error(
                ErrorKind.NotFound, "training-rows-unknown", "本市没有生成过这份训练数据，或文件已改动。请用 fp model rows 重新生成。",
                "This city did not build these training rows, or the file was changed. Build them again with fp model rows.");
    }

    /// <summary>Packs to train again, the most urgent first.</summary>
    public static async Task<IReadOnlyList<PackToRetrain>> ListAsync(NpgsqlDataSource worker, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        await using var command = worker.CreateCommand(
            "select r.pack, r.pack_sha256, r.built_at, r.first_removed_on, r.retrain_by, r.removed, r.revoked from scoring.retraining r order by r.retrain_by, r.pack_sha256");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var packs = new List<PackToRetrain>();
        while (await reader.ReadAsync(ct))
        {
            packs.Add(new PackToRetrain(
                reader.GetString(0), reader.GetString(1), reader.GetDateTime(2), reader.GetFieldValue<DateOnly>(3), reader.GetFieldValue<DateOnly>(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return packs;
    }
}
