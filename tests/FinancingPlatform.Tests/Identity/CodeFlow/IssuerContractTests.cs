using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Contract;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Tests.BankApi.Contract;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>
/// docs/openapi/authorization-server-v1.json is what the issuer says of itself; FP_WRITE_OPENAPI=1 writes it again. Beside these, every answer that any test
/// of the code flow and the token endpoint gets is held to it.
/// </summary>
public sealed class IssuerContractTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    private static readonly string s_file = FrozenContracts.FileOf(FrozenContracts.AuthorizationServer);

    [Fact]
    public async Task The_description_that_the_issuer_serves_is_the_frozen_one()
    {
        var served = await world.Http.GetStringAsync(new Uri(world.Issuer + IssuerContract.Route)) + "\n";
        if (Environment.GetEnvironmentVariable("FP_WRITE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(s_file, served);
        }

        served.ShouldBe(
            await File.ReadAllTextAsync(s_file),
            "the contract changed: if on purpose, say so in docs/bank-api-changes.md, set FP_WRITE_OPENAPI=1 and run this test to write the file again");
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration", "Metadata")]
    [InlineData("/.well-known/oauth-authorization-server", "Metadata")]
    [InlineData("/connect/jwks", "KeySet")]
    public async Task What_the_issuer_publishes_is_described_member_by_member(string path, string schema)
    {
        using var answer = await world.Http.GetAsync(new Uri(world.Issuer + path));
        var text = await answer.Content.ReadAsStringAsync();

        answer.ShouldBeAsDescribed(text);
        var described = Schema(schema)["properties"]!.AsObject();
        JsonNode.Parse(text)!.AsObject().Select(member => member.Key).Where(name => !described.ContainsKey(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_address_of_the_metadata_is_an_operation_and_every_operation_stands_in_the_metadata()
    {
        var metadata = JsonNode.Parse(await world.Http.GetStringAsync(new Uri(world.Issuer + "/.well-known/oauth-authorization-server")))!.AsObject();
        var addresses = metadata.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal) || member.Key == "jwks_uri").Select(member => new Uri(member.Value!.GetValue<string>()).AbsolutePath);

        FrozenContracts.Of(FrozenContracts.AuthorizationServer).Operations.Select(operation => operation.Path)
            .Where(path => !path.StartsWith("/.well-known/", StringComparison.Ordinal)).ShouldBe(addresses, ignoreOrder: true);
    }

    [Fact]
    public void The_details_are_described_as_they_are_read()
    {
        var members = typeof(CreditQuery).GetProperties().Where(property => property.SetMethod is not null && !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), false))
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        Schema("CreditQuery")["properties"]!.AsObject().Select(member => member.Key).ShouldBe(members, ignoreOrder: true);
        CreditQuery.Read(Schema("PushRequest")["properties"]!["authorization_details"]!["examples"]![0]!.GetValue<string>()).ShouldNotBeNull("the example is one that may be pushed");
    }

    [Fact]
    public async Task A_body_above_the_limit_and_one_that_is_no_form_are_answered_as_described()
    {
        foreach (var path in (string[])["/connect/par", "/connect/token", "/connect/revoke", "/connect/introspect"])
        {
            using var json = new StringContent("{}", Encoding.UTF8, "application/json");
            using var other = await world.Http.PostAsync(new Uri(world.Issuer + path), json);
            other.ShouldBeAsDescribed(await other.Content.ReadAsStringAsync());
            using var request = new HttpRequestMessage(HttpMethod.Post, world.Issuer + path) { Content = new FormUrlEncodedContent([KeyValuePair.Create("token", new string('x', 40 * 1024))]) };
            // Without a length the limit is met while reading.
            request.Headers.TransferEncodingChunked = true;
            request.Headers.ExpectContinue = true;
            using var huge = await world.Http.SendAsync(request);
            ((int)huge.StatusCode).ShouldBe(413);
            huge.ShouldBeAsDescribed(await huge.Content.ReadAsStringAsync());
        }
    }

    private static JsonObject Schema(string name) => FrozenContracts.Of(FrozenContracts.AuthorizationServer).Document["components"]!["schemas"]![name]!.AsObject();
}
