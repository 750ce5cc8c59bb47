using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Portal.Texts;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Portal.Operations;

/// <summary>One cell of the form that mends a rejected row (更正单元格).</summary>
/// <param name="Name">The column's name in the new delivery.</param>
/// <param name="Label">The field's name, with its unit.</param>
/// <param name="Value">What is known of it.</param>
/// <param name="IsRequired">A row without it is rejected.</param>
/// <param name="IsPersonal">Personal cells are never kept.</param>
/// <param name="IsCut">The cell was longer than what is kept.</param>
/// <param name="Choices">Values of an enumeration with a spelling of each; empty for other fields.</param>
internal sealed record MendCell(
    string Name, Text Label, string Value, bool IsRequired, bool IsPersonal, bool IsCut, IReadOnlyList<(string Code, string Spelling)> Choices);

/// <summary>
/// The form that mends one rejected row (更正表单), and the row that it makes: one JSON object under the layout's own names, or under the generic
/// ones where the first delivery came under them.
/// </summary>
internal static class MendForm
{
    /// <summary>Characters of one cell; a layout's longest field has 4,000.</summary>
    public const int MaxCell = 4_000;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The cells to fill in.</summary>
    public static IReadOnlyList<MendCell> Cells(ItemLayout layout, string cells)
    {
        using var document = JsonDocument.Parse(cells);
        var known = document.RootElement.EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
        return [.. KeptCells.Columns(layout, known.ContainsKey(KeptCells.Key)).Select(column => Of(column, known))];
    }

    /// <summary>The cells with what was typed; unknown names are ignored.</summary>
    public static IReadOnlyList<MendCell> Filled(IReadOnlyList<MendCell> cells, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var typed = form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return [.. cells.Select(cell => typed.TryGetValue("cell-" + cell.Name, out var value) ? cell with { Value = value.Trim() } : cell)];
    }

    /// <summary>The row as one line of JSON with its end.</summary>
    public static byte[] Row(IReadOnlyList<MendCell> cells)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, s_json))
        {
            writer.WriteStartObject();
            foreach (var cell in cells)
            {
                writer.WriteString(cell.Name, cell.Value);
            }

            writer.WriteEndObject();
        }

        return [.. line.WrittenSpan, (byte)'\n'];
    }

    private static MendCell Of(KeptColumn column, Dictionary<string, string> known)
    {
        var field = column.Field;
        var label = field is null ? DeliveryTexts.Key
            : field.Unit == "wan" && !column.IsYuan ? new Text($"{field.Zh}（{DeliveryTexts.Wan.Zh}）", $"{field.En} ({DeliveryTexts.Wan.En})")
            : field.Type == "money" ? new Text($"{field.Zh}（{SharedTexts.UnitYuan.Zh}）", $"{field.En} ({SharedTexts.UnitYuan.En})")
            : new Text(field.Zh, field.En);
        var value = known.GetValueOrDefault(field?.Name ?? KeptCells.Key, "");
        return new MendCell(
            column.Header, label, value, column.IsRequired, field is not null && KeptCells.IsPersonal(field), value.Length >= KeptCells.MaxCell,
            field?.Values is { } values ? [.. values.Select(pair => (pair.Key, pair.Value.Count > 0 ? pair.Value[0] : pair.Key))] : []);
    }
}
