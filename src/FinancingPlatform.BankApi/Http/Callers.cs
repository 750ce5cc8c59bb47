using FinancingPlatform.Identity.ResourceServer;

namespace FinancingPlatform.BankApi.Http;

/// <summary>Who calls: set by the resource server once token and proof are checked.</summary>
internal static class Callers
{
    public static BankCaller GetBank(this HttpContext context) =>
        context.Features.Get<BankCaller>() ?? throw new InvalidOperationException("An endpoint for banks ran without a bank: its route lets strangers in.");
}
