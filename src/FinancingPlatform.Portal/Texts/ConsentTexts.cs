namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the page on which an enterprise answers a bank's request (银行请求授权页面文字).</summary>
internal static class ConsentTexts
{
    public static readonly Text Title = new("银行请求您的授权", "A bank asks for your authorisation");
    public static readonly Text Lead = new(
        "这是银行请求的内容，现在还没有授权。请逐项勾选您同意的事项，下一步阅读全文并用通行密钥签署；也可以拒绝。",
        "This is what the bank asks; nothing is authorised yet. Tick what you agree to, read the full text on the next page and sign it with your passkey, or say no.");
    public static readonly Text Asks = new("{0} 请求", "{0} asks");
    public static readonly Text AnswerGoesTo = new("处理后返回", "Afterwards you return to");
    public static readonly Text SignAndReturn = new("用通行密钥签署并返回银行", "Sign with passkey and return to the bank");
    public static readonly Text Refuse = new("拒绝并返回银行", "Say no and return to the bank");
    public static readonly Text RefuseHint = new("拒绝不影响您使用平台的其他服务。", "Saying no changes nothing else on this platform.");
}
