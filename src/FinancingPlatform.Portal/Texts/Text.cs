namespace FinancingPlatform.Portal.Texts;

/// <summary>One sentence or label of the pages (页面文字) in both languages. All of them stand in this folder, so that a
/// reviewer of wording (rule E4) reads one place.</summary>
public sealed record Text(string Zh, string En)
{
    /// <summary>The text in the asked language.</summary>
    public string In(PageTongue tongue) => tongue == PageTongue.English ? En : Zh;
}

/// <summary>The languages of the pages (界面语言).</summary>
public enum PageTongue
{
    /// <summary>Chinese as written on the mainland, the first language.</summary>
    Chinese,

    /// <summary>English.</summary>
    English,
}
