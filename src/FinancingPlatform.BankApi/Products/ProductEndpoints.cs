using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Lending.Posts;
using FinancingPlatform.Lending.Products;

namespace FinancingPlatform.BankApi.Products;

/// <summary>Banks publish products (金融产品).</summary>
internal static class ProductEndpoints
{
    private static readonly string s_page = SqlResource.Read(typeof(ProductEndpoints).Assembly, "Sql/ProductsPage.sql");

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/products", PostAsync).WithName("PostProduct").WithSummary("发布产品 / Publish a product")
            .WithDescription("The same product_no again makes the next version; listed=false takes it off. Every fee is declared; an empty list says that there is none.")
            .Accepts<ProductRequest>("application/json").DescribesPost<ProductAnswer>()
            .Refuses(
                FieldProblems.Number, FieldProblems.Text, FieldProblems.Value, FieldProblems.Amount, FieldProblems.Months, FieldProblems.Rate, FieldProblems.Range, FieldProblems.FeesTooMany,
                FieldProblems.FeeUnclear, FieldProblems.Field);
        routes.MapGet("/v1/products", (string? after, HttpContext context, JsonPages pages, CancellationToken cancel) =>
                pages.PageAsync(s_page, after, [JsonPages.Value(context.GetBank().BankUscc)], cancel))
            .WithName("ListProducts").WithSummary("本行产品 / Products of this bank").DescribesPage<ProductEntry>().Refuses(FieldProblems.Field);
    }

    private static Task<IResult> PostAsync(StrictBody<ProductRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, request => request.Read(), posting, cancellationToken);
}

/// <summary>A fee: either an amount or a share of the loan in percent.</summary>
internal sealed record FeeField(string Name, string ChargedBy, string Due, MoneyField? Amount = null, string? Percent = null);

/// <summary>A product as a bank publishes it.</summary>
internal sealed record ProductRequest(
    string ProductNo, string Name, string LoanType, MoneyField AmountFrom, MoneyField AmountTo, int MonthsFrom, int MonthsTo, string RateFromPercent,
    string RateToPercent, string Audience, IReadOnlyList<FeeField> Fees, bool Listed = true) : IJsonRequest<ProductRequest>
{
    public static JsonTypeInfo<ProductRequest> JsonType => BankApiJson.Default.ProductRequest;

    public Result<IPost> Read() =>
        AmountFrom.Yuan("amount_from").Then(from => AmountTo.Yuan("amount_to").Then(to => MoneyField.Percent(RateFromPercent).Then(
            low => MoneyField.Percent(RateToPercent).Then(high => ReadFees().Map<IPost>(
                fees => new Product(ProductNo, Name, LoanType, from, to, MonthsFrom, MonthsTo, low, high, Audience, fees, Listed))))));

    private Result<List<Fee>> ReadFees()
    {
        var fees = new List<Fee>();
        foreach (var fee in Fees)
        {
            var read = PostFields.Optional(fee.Amount, "fees.amount").Then(
                amount => PostFields.OptionalPercent(fee.Percent).Map(percent => new Fee(fee.Name, fee.ChargedBy, fee.Due, amount.Value, percent.Value)));
            if (!read.IsOk)
            {
                return read.Error;
            }

            fees.Add(read.Value);
        }

        return fees;
    }
}

/// <summary>Which version a product got.</summary>
internal sealed record ProductAnswer(Guid Id, string ProductNo, int Version);

/// <summary>A product as it is listed.</summary>
internal sealed record ProductEntry(
    Guid Id, string ProductNo, int Version, string Name, string LoanType, MoneyField AmountFrom, MoneyField AmountTo, int MonthsFrom, int MonthsTo,
    string RateFromPercent, string RateToPercent, string Audience, IReadOnlyList<FeeEntry> Fees, bool Listed, DateTime PostedAt);

/// <summary>A fee as it is listed: yuan or percent as decimal strings.</summary>
internal sealed record FeeEntry(string Name, string ChargedBy, string Due, string? AmountYuan, string? Percent);
