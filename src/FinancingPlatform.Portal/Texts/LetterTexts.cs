namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the authorisation letter and of the register of its wording (授权书文字).</summary>
internal static class LetterTexts
{
    public static readonly Text Title = new("授权书", "Letter");
    public static readonly Text Proof = new("签署与核验", "Signature and verification");
    public static readonly Text Number = new("授权编号", "Number of the authorisation");
    public static readonly Text SignedAt = new("签署时间（平台收到，UTC+8）", "Signed (taken by the platform, UTC+8)");
    public static readonly Text TextVersion = new("文本版本", "Version of the text");
    public static readonly Text Digest = new("文本摘要 SHA-256", "Digest of the text, SHA-256");
    public static readonly Text Passkey = new("通行密钥编号", "Passkey");
    public static readonly Text Signature = new("企业签名（ES256，DER）", "The enterprise's signature (ES256, DER)");
    public static readonly Text Key = new("签名公钥（COSE）", "Public key (COSE)");
    public static readonly Text Statements = new("核验方对该密钥的签名声明", "The verifier's signed statement about that key");
    public static readonly Text Offline = new(
        "离线核验：从本 PDF 附件取出证据文件，运行 fp audit letter 文件。无需连接平台，只需核验方公钥和门户地址。",
        "To verify offline: take the evidence file out of this PDF's attachments and run fp audit letter FILE. It needs the verifier's public key and the portal's address, not the platform.");

    public static readonly Text RegisterTitle = new("授权书文本登记", "Register of authorisation texts");
    public static readonly Text RegisterLead = new(
        "每一版授权书文本都公布在此，含摘要和生效日。已签署的授权始终适用签署时的版本。",
        "Every version of the authorisation text, with its digest and first day. What was signed stays under the version that was signed.");
    public static readonly Text Version = new("版本", "Version");
    public static readonly Text ValidFrom = new("自何日起", "From");
    public static readonly Text Body = new("全文", "Full text");
    public static readonly Text None = new("还没有文本。", "There is no text yet.");
}
