using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Finance;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// Reads the rows of one item (信息项读取) by its layout, compiled once for the header of the file. The first check that fails rejects the row. Not for
/// two threads at once: its buffers are used again for each row.
/// </summary>
internal sealed class ItemReader
{
    private const int MaxKey = 300;
    private const string GenericAmount = "amount_yuan";

    private readonly FieldCheck[] _fields;
    private readonly FieldValue[] _values;
    private readonly decimal[] _units;
    private readonly bool[] _isRequired;
    private readonly RowRule[] _rules;
    private readonly Func<FieldValue[], bool>[] _withheld;
    private readonly int[] _key;
    private readonly int[] _payload;
    private readonly int[] _references;
    private readonly int _subject;
    private readonly int _occurredOn;
    private readonly int _validUntil;
    private readonly int _genericKey;
    private readonly Dictionary<string, int> _slots;
    private readonly SubjectMap _subjects;
    private readonly DateOnly _today;
    private readonly bool _hasPersonal;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;

    public ItemReader(ItemLayout layout, ItemTables tables, TableHeader header, SubjectMap subjects, DateOnly today)
    {
        var own = tables.ValuesOf(header.Number);
        // A record's day is never in the future, whatever the layout says of the field.
        _fields = [.. layout.Fields.Select(field => new FieldCheck(
            field.Name == layout.OccurredOn ? field with { NotFuture = true } : field, own?.GetValueOrDefault(field.Name)))];
        _values = new FieldValue[_fields.Length];
        _units = [.. layout.Fields.Select((field, i) => UnitOf(field, header.Names[i]))];
        _isRequired = [.. layout.Fields.Select((field, i) => header.Layout.Columns[i].IsRequired || field.Name == layout.Subject || field.Name == layout.OccurredOn)];
        _rules = [.. layout.Rules.Where(rule => rule.Rule != RuleName.ExistingItem).Select(rule => RowRules.Compile(rule, _fields))];
        _withheld = [.. layout.Withheld.Select(withheld => RowRules.Condition(withheld.When, _fields))];
        _key = [.. layout.Key.Select(name => RowRules.Index(_fields, name))];
        _references = [.. layout.Rules.Where(rule => rule.Rule == RuleName.ExistingItem).Select(rule => RowRules.Index(_fields, rule.Field!))];
        _subject = RowRules.Index(_fields, layout.Subject);
        _occurredOn = RowRules.Index(_fields, layout.OccurredOn);
        _validUntil = layout.ValidUntil is { } until ? RowRules.Index(_fields, until) : -1;
        _slots = layout.Fields.Select((field, i) => (field.Slot, i)).Where(pair => pair.Slot is not null).ToDictionary(pair => pair.Slot!, pair => pair.i, StringComparer.Ordinal);
        _payload = [.. Enumerable.Range(0, _fields.Length).Where(i => i != _subject && i != _occurredOn && i != _validUntil && _fields[i].Layout.Slot is null && _fields[i].IsStored)];
        _genericKey = header.Names[tables.GenericKey] is null ? -1 : tables.GenericKey;
        _subjects = subjects;
        _today = today;
        _hasPersonal = Array.Exists(_fields, field => field.IsPersonal);
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        (Amount, Quantity, Code, Counterparty, StartedOn, EndedOn) =
            (Slot(FieldSlot.Amount), Slot(FieldSlot.Quantity), Slot(FieldSlot.Code), Slot(FieldSlot.Counterparty), Slot(FieldSlot.StartedOn), Slot(FieldSlot.EndedOn));
    }

    private int Amount { get; }

    private int Quantity { get; }

    private int Code { get; }

    private int Counterparty { get; }

    private int StartedOn { get; }

    private int EndedOn { get; }

    /// <summary>The record, or why the row is rejected.</summary>
    public (ItemRow? Row, Rejection? Rejection) Read(in TableRow row)
    {
        if (row.Fault is { } fault)
        {
            // A line that can't be taken apart may hold a person's number anywhere.
            return (null, Rejection.OfLine(fault, _hasPersonal ? string.Empty : row.Raw));
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            if (ReadField(i, row[i]) is { } rejection)
            {
                return (null, rejection);
            }
        }

        foreach (var rule in _rules)
        {
            if (rule(_values) is { } rejection)
            {
                return (null, rejection);
            }
        }

        return Build(row);
    }

    /// <summary>The row's cells that are not personal, by field, so that it can be mended without the file.</summary>
    public string CellsOf(in TableRow row)
    {
        _json.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].IsPersonal || row.Cells[i] is not { } cell)
            {
                continue;
            }

            var rule = _fields[i].Check(cell, _units[i], _today, out var value);
            if (rule != "identity-number")
            {
                WriteKept(_fields[i].Name, value.IsKnown ? Kept(i, cell, value) : cell);
            }
        }

        if (_genericKey >= 0 && row.Cells[_genericKey]?.Trim() is { } key)
        {
            WriteKept(KeptCells.Key, key);
        }

        return EndKept();
    }

    /// <summary>The same of a row that only the database could judge, from its slots and its payload.</summary>
    public string CellsOf(string staged)
    {
        using var document = JsonDocument.Parse(staged);
        var slots = document.RootElement;
        slots.TryGetProperty("payload", out var payload);
        _json.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        for (var i = 0; i < _fields.Length; i++)
        {
            var name = i == _subject ? "uscc" : i == _occurredOn ? "occurred_on" : i == _validUntil ? "valid_until" : _fields[i].Layout.Slot;
            if (!_fields[i].IsPersonal && Staged(name is null ? payload : slots, name ?? _fields[i].Name) is { } text)
            {
                // What the record holds is in yuan and in canonical form.
                WriteKept(_fields[i].Name, _fields[i].Check(text, 1, _today, out var value) is null && value.IsKnown ? Kept(i, text, value) : text);
            }
        }

        if (_genericKey >= 0)
        {
            WriteKept(KeptCells.Key, Staged(slots, KeptCells.Key)!);
        }

        return EndKept();
    }

    /// <summary>Whose fact a rejected row is about, where the cells that say so are well formed; null where they are not.</summary>
    public (string Uscc, string Key)? FactOf(in TableRow row)
    {
        if (row.Fault is not null || ReadField(_subject, row[_subject]) is not null)
        {
            return null;
        }

        if (_genericKey >= 0)
        {
            return row[_genericKey] is { } generic ? (_values[_subject].Text!, generic) : null;
        }

        foreach (var i in _key)
        {
            if (ReadField(i, row[i]) is not null)
            {
                return null;
            }
        }

        return Key() is { Length: > 0 } key ? (_values[_subject].Text!, key) : null;
    }

    /// <summary>The same of a row that only the database could judge.</summary>
    public static (string Uscc, string Key)? FactOf(string staged)
    {
        using var document = JsonDocument.Parse(staged);
        return document.RootElement.TryGetProperty("uscc", out var uscc) && document.RootElement.TryGetProperty("key", out var key) ? (uscc.GetString()!, key.GetString()!) : null;
    }

    private Rejection? ReadField(int i, string? cell)
    {
        var field = _fields[i];
        if (i == _subject && cell is not null && !_subjects.IsCode)
        {
            _values[i] = new FieldValue { IsKnown = true, Text = _subjects.CodeOf(cell) };
            return _values[i].Text is null ? Reject(field, "subject-unknown", cell) : null;
        }

        var rule = field.Check(cell, _units[i], _today, out _values[i]);
        return rule is not null ? Reject(field, rule, cell!)
            : !_values[i].IsKnown && _isRequired[i] ? Reject(field, "required", cell ?? string.Empty)
            : null;
    }

    private (ItemRow? Row, Rejection? Rejection) Build(in TableRow row)
    {
        var key = _genericKey >= 0 ? row[_genericKey] : Key();
        if (key is not { Length: > 0 })
        {
            return (null, Reject(_fields[_key[0]], "required", string.Empty));
        }

        if (key.Length > MaxKey)
        {
            return (null, Reject(_fields[_key[0]], "key-too-long", key));
        }

        return (
            new ItemRow(
                _values[_subject].Text!,
                key,
                _values[_occurredOn].Date,
                Number(Amount) is { } amount ? Money.Round(amount) : null,
                Number(Quantity),
                Text(Code),
                Text(Counterparty),
                Date(StartedOn),
                Date(EndedOn),
                Date(_validUntil),
                Payload())
            {
                IsWithheld = Array.Exists(_withheld, condition => condition(_values)),
                References = _references.Length == 0 ? null : [.. _references.Select(i => _values[i].IsKnown ? _fields[i].TextOf(_values[i]) : null)],
            },
            null);
    }

    // Parts that say nothing at the end are left out, so that a source without them makes the same key for ever.
    private string Key()
    {
        if (_key.Length == 1)
        {
            return KeyPart(_key[0]);
        }

        var last = Array.FindLastIndex(_key, i => _values[i].IsKnown);
        return string.Join('|', _key.Take(last + 1).Select(KeyPart));
    }

    private string KeyPart(int i) =>
        !_values[i].IsKnown ? string.Empty
        : FieldType.IsDate(_fields[i].Layout.Type) ? _values[i].Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)
        : _fields[i].TextOf(_values[i]);

    private string? Payload()
    {
        var isEmpty = true;
        foreach (var i in _payload)
        {
            if (!_values[i].IsKnown)
            {
                continue;
            }

            if (isEmpty)
            {
                _json.ResetWrittenCount();
                _writer.Reset();
                _writer.WriteStartObject();
                isEmpty = false;
            }

            _writer.WriteString(_fields[i].Name, _fields[i].TextOf(_values[i]));
        }

        if (isEmpty)
        {
            return null;
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private static string? Staged(JsonElement members, string name) =>
        members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    // Key parts as the record's key writes them: a removal finds the row by them.
    private string Kept(int i, string cell, FieldValue value) =>
        Array.IndexOf(_key, i) >= 0 && _genericKey < 0
            ? FieldType.IsDate(_fields[i].Layout.Type) ? value.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : _fields[i].TextOf(value)
            : _fields[i].Layout.Type is FieldType.Enum or FieldType.Flag or FieldType.Uscc ? value.Text!
            : _fields[i].Layout.Type == FieldType.Money ? (value.Number / KeptUnit(i)).ToString("0.######", CultureInfo.InvariantCulture)
            : cell;

    private decimal KeptUnit(int i) => UnitOf(_fields[i].Layout, _genericKey >= 0 && i == Amount ? GenericAmount : null);

    private void WriteKept(string name, string cell) => _writer.WriteString(name, cell.Length > KeptCells.MaxCell ? cell[..KeptCells.MaxCell] : cell);

    private string EndKept()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private decimal? Number(int i) => i >= 0 && _values[i].IsKnown ? _values[i].Number : null;

    private string? Text(int i) => i >= 0 && _values[i].IsKnown ? _values[i].Text : null;

    private DateOnly? Date(int i) => i >= 0 && _values[i].IsKnown ? _values[i].Date : null;

    private int Slot(string slot) => _slots.GetValueOrDefault(slot, -1);

    // A header that names its unit is believed before the layout: the same column circulates in both.
    private static decimal UnitOf(FieldLayout field, string? header) =>
        header is not null && header.EndsWith("_yuan", StringComparison.OrdinalIgnoreCase) ? 1
        : header is not null && header.EndsWith("_wan", StringComparison.OrdinalIgnoreCase) ? Money.YuanPerWan
        : field.Unit == "wan" ? Money.YuanPerWan
        : 1;

    private static Rejection Reject(FieldCheck field, string rule, string value) => new(
        field.Name, rule, rule == "identity-number" ? string.Empty : field.IsPersonal ? PersonalCells.Mask(value) : value, RejectionTexts.Of(rule, field));
}
