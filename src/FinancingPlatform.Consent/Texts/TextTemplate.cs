using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Consent.Texts;

/// <summary>A version of the text (授权书文本) for one purpose, as stored in <c>consent.text_template</c>.</summary>
/// <param name="Version">Its name, such as <c>2026-11/loan-application</c>.</param>
/// <param name="Purpose">The one purpose it is written for.</param>
/// <param name="BodyZh">Chinese body with names in braces.</param>
/// <param name="BodyEn">English body with names in braces.</param>
public sealed record TextTemplate(string Version, string Purpose, string BodyZh, string BodyEn)
{
    /// <summary>SHA-256 over both bodies with U+001F between them; equals the stored digest.</summary>
    public byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(BodyZh + '\u001f' + BodyEn));
}

/// <summary>An item in words (信息项), as the catalogue version names it.</summary>
/// <param name="Code">Item code.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Supplier">The department that supplies it (PIPL 17: sources are told).</param>
public sealed record ItemWords(string Code, string NameZh, string NameEn, string Supplier);

/// <summary>The parties by name (当事人).</summary>
/// <param name="Enterprise">Registered name of the enterprise.</param>
/// <param name="LegalRepresentative">法定代表人; null when the registry does not say.</param>
/// <param name="Bank">Name of the bank.</param>
public sealed record PartyNames(string Enterprise, string? LegalRepresentative, string Bank);
