using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>
/// What an authorisation may say (授权规则). No statute fixes a term for enterprise data; the shortest that the purpose needs is one-time, an
/// application period of at most 90 days, or post-loan for at most a year and then confirmed again (PIPL 19 by analogy). Never perpetual.
/// </summary>
public static class AuthorisationRules
{
    /// <summary>Longest period of an application or a pre-credit reference, days between first and last day.</summary>
    public const int MaxApplicationDays = 90;

    /// <summary>Longest period of post-loan management.</summary>
    public const int MaxPostLoanDays = 365;

    /// <summary>Most looks within an application: one per working day and some to spare.</summary>
    public const int MaxApplicationUses = 100;

    /// <summary>Most looks in a year of post-loan management: one a day and some to spare.</summary>
    public const int MaxPostLoanUses = 400;

    /// <summary>How far ahead an authorisation may begin.</summary>
    public const int MaxDaysAhead = 30;

    /// <summary>Most items in one authorisation.</summary>
    public const int MaxItems = 64;

    /// <summary>Checks the terms against the rules; the first that is broken comes back.</summary>
    /// <param name="terms">What would be signed.</param>
    /// <param name="itemsOfVersion">The items that the named catalogue version has; empty when there is no such version.</param>
    /// <param name="today">The city's date.</param>
    public static Result Check(AuthorisationTerms terms, IReadOnlyCollection<string> itemsOfVersion, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(itemsOfVersion);
        var error = CheckParties(terms) ?? CheckItems(terms, itemsOfVersion) ?? CheckPeriod(terms, today) ?? CheckUses(terms);
        return error is null ? Result.Ok : error;
    }

    private static Error? CheckParties(AuthorisationTerms terms)
    {
        if (!Uscc.TryParse(terms.BankUscc, out _))
        {
            return AuthorisationErrors.UnknownBank;
        }

        if (!Purpose.WithScoring.Contains(terms.Purpose))
        {
            return AuthorisationErrors.Field("purpose", "purpose-unknown", "目的只能是预授信、贷款申请或贷后管理。", "The purpose must be pre-credit, loan-application or post-loan.");
        }

        return terms.Legs.Any
            ? null
            : AuthorisationErrors.Field("legs", "no-leg", "请至少勾选一项授权事项（查询、回传、训练）。", "Tick at least one of look, return and training.");
    }

    private static Error? CheckItems(AuthorisationTerms terms, IReadOnlyCollection<string> itemsOfVersion)
    {
        if (itemsOfVersion.Count == 0)
        {
            return AuthorisationErrors.Field("catalogue_version", "catalogue-unknown", "没有这个版本的信息目录。", "There is no catalogue of this version.");
        }

        if (terms.Items.Count is 0 or > MaxItems || terms.Items.Distinct(StringComparer.Ordinal).Count() != terms.Items.Count)
        {
            return AuthorisationErrors.Field("items", "items-invalid", $"请选择 1 至 {MaxItems} 个互不重复的信息项。", $"Choose 1 to {MaxItems} different items.");
        }

        return terms.Items.FirstOrDefault(item => !itemsOfVersion.Contains(item)) is { } unknown
            ? AuthorisationErrors.Field("items", "item-unknown", $"目录 {terms.CatalogueVersion} 中没有信息项 {unknown}。", $"Catalogue {terms.CatalogueVersion} has no item {unknown}.")
            : null;
    }

    private static Error? CheckPeriod(AuthorisationTerms terms, DateOnly today)
    {
        if (terms.ValidFrom < today || terms.ValidFrom > today.AddDays(MaxDaysAhead))
        {
            return AuthorisationErrors.Field("valid_from", "period-start", $"起始日须在今天至 {MaxDaysAhead} 天之内。", $"The first day must lie between today and {MaxDaysAhead} days ahead.");
        }

        if (terms.ValidTo < terms.ValidFrom)
        {
            return AuthorisationErrors.Field("valid_to", "period-order", "截止日不能早于起始日。", "The last day must not lie before the first.");
        }

        var longest = terms.Purpose == Purpose.PostLoan ? MaxPostLoanDays : MaxApplicationDays;
        return terms.ValidTo.DayNumber - terms.ValidFrom.DayNumber > longest
            ? AuthorisationErrors.Field("valid_to", "period-too-long", $"此目的的授权最长 {longest} 天。", $"An authorisation for this purpose lasts at most {longest} days.")
            : null;
    }

    private static Error? CheckUses(AuthorisationTerms terms)
    {
        var most = terms.Purpose == Purpose.PostLoan ? MaxPostLoanUses : MaxApplicationUses;
        return terms.MaxUses < 1 || terms.MaxUses > most
            ? AuthorisationErrors.Field("max_uses", "uses-out-of-range", $"查询次数须在 1 至 {most} 之间。", $"The number of looks must lie between 1 and {most}.")
            : null;
    }
}
