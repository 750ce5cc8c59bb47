using System.Reflection;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Tests.Portal;

public sealed class TextsTests
{
    public static IEnumerable<(string Name, Text Text)> All { get; } =
    [
        .. typeof(Text).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Text))
            .Select(field => ($"{field.DeclaringType!.Name}.{field.Name}", (Text)field.GetValue(null)!)),
        .. TermTexts.All.Select(term => (term.Key, term.Value)),
    ];

    [Fact]
    public void Every_text_exists_in_both_languages()
    {
        All.Count().ShouldBeGreaterThan(150);
        All.Where(t => string.IsNullOrWhiteSpace(t.Text.Zh) || string.IsNullOrWhiteSpace(t.Text.En)).Select(t => t.Name).ShouldBeEmpty();
    }

    [Fact]
    public void No_English_text_holds_Chinese_but_the_button_that_switches_to_it()
    {
        All.Where(t => t.Text.En.Any(IsHan) && t.Text != SharedTexts.OtherLanguage).Select(t => t.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_have_the_same_places_to_fill()
    {
        static string Places(string text) => string.Concat(Enumerable.Range(0, 5).Where(i => text.Contains($"{{{i}}}", StringComparison.Ordinal)));

        All.Where(t => Places(t.Text.Zh) != Places(t.Text.En)).Select(t => t.Name).ShouldBeEmpty();
    }

    private static bool IsHan(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
