using FinancingPlatform.Portal.Enterprise;

namespace FinancingPlatform.Portal.Texts;

/// <summary>The ticked legs in words (授权事项).</summary>
internal static class LegWords
{
    public static string Of(PageLanguage language, AuthorisationRow row) => Of(language, row.Look, row.Return, row.Training);

    public static string Of(PageLanguage language, bool look, bool @return, bool training) => string.Join(
        language.Tongue == PageTongue.English ? ", " : "、",
        new[]
        {
            look ? language[EnterpriseTexts.LegLook] : null,
            @return ? language[EnterpriseTexts.LegReturn] : null,
            training ? language[EnterpriseTexts.LegTraining] : null,
        }.OfType<string>());
}
