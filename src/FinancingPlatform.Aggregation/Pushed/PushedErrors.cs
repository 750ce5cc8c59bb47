using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Pushed;

/// <summary>What a department reads of a delivery that was not imported (报送未入库的原因); the codes are a contract.</summary>
internal static class PushedErrors
{
    public static Error Sha256Differs { get; } = new(
        ErrorKind.Conflict, "sha256-differs", "收到的内容摘要与声明不符，未入库；请核对后用新的标识重新报送。",
        "The content's digest is not the declared one; nothing was imported. Check it and deliver anew under a new id.");

    public static Error Expired { get; } = new(
        ErrorKind.Gone, "delivery-expired", $"超过 {PushedLimits.AbandonedAfter.Days} 天未继续报送，该报送已过期；请用新的标识重新报送。",
        $"Nothing came for {PushedLimits.AbandonedAfter.Days} days, so the delivery expired; deliver anew under a new id.");

    public static Error PutOff { get; } = new(
        ErrorKind.Unavailable, "import-put-off", "平台暂时未能入库，将自动重试，无需重新报送。",
        "The platform could not import it for now and tries again by itself; there is no need to send it again.");
}
