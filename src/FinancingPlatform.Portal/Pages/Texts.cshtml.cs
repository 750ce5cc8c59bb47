using FinancingPlatform.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace FinancingPlatform.Portal.Pages;

/// <summary>A version of the authorisation text as published (授权书文本).</summary>
internal sealed record PublishedText(string Version, string Purpose, DateOnly ValidFrom, string Sha256, string BodyZh, string BodyEn);

/// <summary>The public register of authorisation texts (授权书文本登记): anybody may compare what was signed with what was published.</summary>
internal sealed class TextsModel(NpgsqlDataSource database) : PageModel
{
    private static readonly string s_texts = SqlResource.Read(typeof(TextsModel).Assembly, "Sql/texts.sql");

    public IReadOnlyList<PublishedText> Texts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(s_texts);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var texts = new List<PublishedText>();
        while (await reader.ReadAsync(ct))
        {
            texts.Add(new PublishedText(reader.GetString(0), reader.GetString(1), await reader.GetFieldValueAsync<DateOnly>(2, ct), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        }

        Texts = texts;
    }
}
