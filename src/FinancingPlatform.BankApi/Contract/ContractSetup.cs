using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>Registers and serves the description (契约注册).</summary>
internal static class ContractSetup
{
    public static IServiceCollection AddContract(this IServiceCollection services)
    {
        services.AddOpenApi(ContractDocument.Name);
        services.ConfigureHttpJsonOptions(options =>
        {
            // The description is made from these options, and must say what BankApiJson reads and writes.
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        return services.AddSingleton<ContractDocument>();
    }

    public static void MapContract(this IEndpointRouteBuilder routes) =>
        routes.MapGet(ContractDocument.Route, async (ContractDocument contract, CancellationToken cancellationToken) =>
                Results.Bytes(await contract.BytesAsync(cancellationToken), "application/json; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
}
