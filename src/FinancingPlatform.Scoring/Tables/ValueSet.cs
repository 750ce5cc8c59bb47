using System.Globalization;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>
/// Values that a schema lists (取值集合), compared as people mean them: equal texts, equal numbers (<c>1</c> and <c>1.0</c>), and true and
/// false in any case.
/// </summary>
internal sealed class ValueSet
{
    private readonly HashSet<string> _texts;
    private readonly HashSet<double> _numbers = [];
    private readonly bool _true;
    private readonly bool _false;

    public ValueSet(IEnumerable<string>? values)
    {
        _texts = new HashSet<string>(values ?? [], StringComparer.Ordinal);
        foreach (var text in _texts)
        {
            if (IsNumber(text, out var number))
            {
                _numbers.Add(number);
            }
        }

        _true = _texts.Any(t => IsWord(t, bool.TrueString));
        _false = _texts.Any(t => IsWord(t, bool.FalseString));
    }

    public bool Contains(string field) =>
        _texts.Contains(field)
        || (_numbers.Count > 0 && IsNumber(field, out var number) && _numbers.Contains(number))
        || (_true && IsWord(field, bool.TrueString))
        || (_false && IsWord(field, bool.FalseString));

    private static bool IsNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool IsWord(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
