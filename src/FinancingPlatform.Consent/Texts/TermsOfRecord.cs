using System.Globalization;
using System.Text;

namespace FinancingPlatform.Consent.Texts;

/// <summary>
/// The last block of every text (条款记录): the terms as lines that a person reads and a node compares. It binds the structured fields to the
/// signature: a row whose fields differ from the signed text is found without knowing the template.
/// </summary>
public static class TermsOfRecord
{
    /// <summary>Opens the block.</summary>
    public const string Heading = "【条款记录 Terms of record】";

    /// <summary>The block for these terms, ending in a line break.</summary>
    public static string Render(AuthorisationTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new StringBuilder()
            .Append(Heading).Append('\n')
            .Append("authorisation: ").Append(terms.Id.ToString("D")).Append('\n')
            .Append("enterprise: ").Append(terms.Uscc).Append('\n')
            .Append("bank: ").Append(terms.BankUscc).Append('\n')
            .Append("catalogue: ").Append(terms.CatalogueVersion).Append('\n')
            .Append("items: ").AppendJoin(", ", terms.Items.Order(StringComparer.Ordinal)).Append('\n')
            .Append("purpose: ").Append(terms.Purpose).Append('\n')
            .Append("legs: ").AppendJoin(", ", Legs(terms.Legs)).Append('\n')
            .Append("from: ").Append(Day(terms.ValidFrom)).Append('\n')
            .Append("to: ").Append(Day(terms.ValidTo)).Append('\n')
            .Append("uses: ").Append(terms.MaxUses.ToString(CultureInfo.InvariantCulture)).Append('\n')
            .ToString();
    }

    /// <summary>True when <paramref name="textShown"/> ends with exactly these terms, and names no other terms before.</summary>
    public static bool Closes(string textShown, AuthorisationTerms terms)
    {
        ArgumentNullException.ThrowIfNull(textShown);
        return textShown.EndsWith(Render(terms), StringComparison.Ordinal)
            && textShown.IndexOf(Heading, StringComparison.Ordinal) == textShown.LastIndexOf(Heading, StringComparison.Ordinal);
    }

    /// <summary>A date as every text writes it.</summary>
    internal static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Legs(AuthorisationLegs legs)
    {
        if (legs.Look)
        {
            yield return "look";
        }

        if (legs.Return)
        {
            yield return "return";
        }

        if (legs.Training)
        {
            yield return "training";
        }
    }
}
