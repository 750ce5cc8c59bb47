using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Limits;

namespace FinancingPlatform.BankApi.Models;

/// <summary>A factor by grade as a bank posts it.</summary>
internal sealed record LimitBandRequest(string Grade, string Factor);

/// <summary>A limit policy as a bank posts it (rule C3); numbers as decimal strings.</summary>
internal sealed record LimitPolicyRequest(
    string Version, DateOnly ValidFrom, MoneyField ProductCap, MoneyField Floor, string RevenueShare, IReadOnlyList<LimitBandRequest> Bands)
    : IJsonRequest<LimitPolicyRequest>
{
    public static JsonTypeInfo<LimitPolicyRequest> JsonType => BankApiJson.Default.LimitPolicyRequest;

    public Result<LimitPolicy> Read() =>
        ProductCap.Yuan().Then(cap => Floor.Yuan().Then(floor => Number("revenue_share", RevenueShare).Then(share => ReadBands().Map(
            bands => new LimitPolicy(Version, ValidFrom, cap, floor, share, bands)))));

    private Result<List<LimitBand>> ReadBands()
    {
        var bands = new List<LimitBand>();
        foreach (var band in Bands)
        {
            var factor = Number("bands", band.Factor);
            if (!factor.IsOk)
            {
                return factor.Error;
            }

            bands.Add(new LimitBand(band.Grade, factor.Value));
        }

        return bands;
    }

    private static Result<decimal> Number(string field, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : BankApiErrors.Field(field, $"{field} 须为十进制数字串，例如 \"0.20\"。", $"{field} is a decimal string such as \"0.20\".");
}

/// <summary>A limit policy that was set.</summary>
internal sealed record LimitPolicyAnswer(Guid Id, string Version, DateOnly ValidFrom);
