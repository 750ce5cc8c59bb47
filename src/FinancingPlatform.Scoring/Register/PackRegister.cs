using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Register;

/// <summary>Digests of the packs that score the city (在用评分包): one for each kind, null where none was entered yet.</summary>
public sealed record Champions(string? Public, string? Full);

/// <summary>The register of packs (模型登记): what lies on the shelf is entered, and what the register says is champion scores the city.</summary>
public sealed class PackRegister(NpgsqlDataSource source, PackShelf shelf)
{
    private static readonly string s_enter = SqlResource.Read(typeof(PackRegister).Assembly, "Sql/Register/enter.sql");

    /// <summary>
    /// Enters packs of the shelf that the register does not know yet, as candidates. In a city without a champion the pack that comes with the
    /// platform becomes it, because the first scores were computed by it.
    /// </summary>
    /// <returns>How many were entered.</returns>
    public async Task<int> EnterAsync(CancellationToken ct = default)
    {
        var entered = 0;
        foreach (var (_, pack) in shelf.Packs.Where(p => p.Pack.Manifest.Kind is PackKind.Public or PackKind.Full))
        {
            await using var enter = source.CreateCommand(s_enter);
            enter.Parameters.AddWithValue("sha256", pack.Sha256);
            enter.Parameters.AddWithValue("kind", KindOf(pack));
            enter.Parameters.AddWithValue("name", pack.Manifest.Name);
            enter.Parameters.AddWithValue("version", pack.Manifest.Version);
            enter.Parameters.AddWithValue("demonstration", pack.Manifest.Demonstration);
            enter.Parameters.AddWithValue("features", pack.Features.Select(f => f.Name).ToArray());
            enter.Parameters.AddWithValue("first", pack.Manifest.Name is PlatformPacks.PublicName or PlatformPacks.FullName);
            entered += await enter.ExecuteNonQueryAsync(ct);
        }

        return entered;
    }

    /// <summary>The champions of the moment.</summary>
    public async Task<Champions> ChampionsAsync(CancellationToken ct = default)
    {
        await using var read = source.CreateCommand(
            """
            select max(p.sha256) filter (where p.kind = 'public'), max(p.sha256) filter (where p.kind = 'full')
            from scoring.pack_version p
            where p.state = 'champion'
            """);
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Champions(await reader.IsDBNullAsync(0, ct) ? null : reader.GetString(0), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1));
    }

    /// <summary>The champions' packs, read from the shelf.</summary>
    public Result<PlatformPacks> PacksOf(Champions champions) => FolderOf(champions.Public).Then(p => FolderOf(champions.Full).Then(f => PlatformPacks.Read(p, f)));

    /// <summary>Digests of the packs that are computed beside the champion: challengers, and versions that a bank keeps to.</summary>
    public async Task<IReadOnlyList<string>> ParallelAsync(CancellationToken ct = default)
    {
        var found = new List<string>();
        await using var read = source.CreateCommand(
            """
            select p.sha256
            from scoring.pack_version p
            where p.state = 'challenger' or (p.state <> 'champion' and exists (select from scoring.bank_pin b where b.sha256 = p.sha256))
            order by p.sha256
            """);
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    internal static string KindOf(ScoringPack pack) => pack.Manifest.Kind == PackKind.Full ? "full" : "public";

    private Result<string> FolderOf(string? sha256)
    {
        var folder = shelf.Packs.Where(p => p.Pack.Sha256 == sha256).Select(p => p.Folder).FirstOrDefault();
        return folder is not null
            ? folder
            : new Error(
                ErrorKind.NotFound, "pack-not-at-hand", $"登记的评分包 {sha256 ?? "（无）"} 不在本机的模型目录中。请放入该目录后重试。",
                $"The registered pack {sha256 ?? "(none)"} does not lie in this machine's models folder. Put it there and try again.");
    }
}
