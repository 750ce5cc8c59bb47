using System.Net;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Tests.Identity.CodeFlow;

namespace FinancingPlatform.Tests.Portal;

/// <summary>Clients and their keys by four eyes, on the operators' page.</summary>
[Trait("rule", "A6")]
public sealed class ClientPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string Page = "/operator/clients";

    [Fact]
    public async Task One_operator_proposes_another_approves_and_what_was_proposed_is_what_counts()
    {
        using var first = await portal.StaffAsync("operator");
        using var second = await portal.StaffAsync("operator");
        using var credentials = BankCredentials.Create("four-eyes-1", PortalServer.BankA);
        await DoneAsync(first, "Propose", Form(credentials));
        (await ClientsAsync(credentials)).ShouldBe(0, "a proposal changes nothing");
        var id = await OpenAsync(credentials);

        (await RefusedAsync(first, "Approve", HttpStatusCode.Forbidden, ("id", id))).ShouldContain("client-change-four-eyes");
        (await ClientsAsync(credentials)).ShouldBe(0);
        (await RefusedAsync(second, "Propose", HttpStatusCode.Conflict, Form(credentials))).ShouldContain("client-change-open");
        (await second.PageAsync(Page)).ShouldContain(credentials.Kid, Case.Sensitive, "the second operator reads the keys");
        await DoneAsync(second, "Approve", ("id", id));
        (await ClientsAsync(credentials)).ShouldBe(1);
        (await portal.Db.ScalarAsync<string>("select redirect_uris[1] from identity.client where client_id = $1", credentials.ClientId)).ShouldBe("https://bank.example/callback");
        (await RefusedAsync(second, "Approve", HttpStatusCode.Forbidden, ("id", id))).ShouldContain("client-change-four-eyes");
        (await portal.Db.ScalarAsync<long>("select count(*) from audit.event where subject = $1", "client:" + credentials.ClientId)).ShouldBe(2);
    }

    [Fact]
    public async Task Keys_roll_by_the_same_way_and_the_database_itself_refuses_two_equal_eyes()
    {
        using var first = await portal.StaffAsync("operator");
        using var second = await portal.StaffAsync("operator");
        using var old = BankCredentials.Create("four-eyes-2", PortalServer.BankA);
        using var fresh = BankCredentials.Create("four-eyes-2", PortalServer.BankA);
        await DoneAsync(first, "Propose", Form(old));
        await DoneAsync(second, "Approve", ("id", await OpenAsync(old)));
        await DoneAsync(second, "Propose", Form(fresh));
        await DoneAsync(first, "Approve", ("id", await OpenAsync(fresh)));
        (await portal.Db.ScalarAsync<string>("select jwks->'keys'->0->>'kid' from identity.client where client_id = 'four-eyes-2'")).ShouldBe(fresh.Kid);

        await Should.ThrowAsync<Npgsql.PostgresException>(() => portal.Db.ExecuteAsync(
            "insert into identity.client_change (id, client_id, action, proposed_by, proposed_at, decided_by, decided_at, decision) select $1, 'x', 'enable', proposed_by, proposed_at, proposed_by, proposed_at, 'approved' from identity.client_change limit 1",
            Guid.NewGuid()));
    }

    [Fact]
    public async Task One_operator_stops_a_client_at_once_and_letting_it_in_again_takes_two()
    {
        using var first = await portal.StaffAsync("operator");
        using var second = await portal.StaffAsync("operator");
        using var credentials = BankCredentials.Create("four-eyes-3", PortalServer.BankA);
        await DoneAsync(first, "Propose", Form(credentials));
        await DoneAsync(second, "Approve", ("id", await OpenAsync(credentials)));
        await DoneAsync(first, "Disable", ("client_id", credentials.ClientId));
        (await IsDisabledAsync(credentials)).ShouldBeTrue();
        await DoneAsync(first, "Enable", ("client_id", credentials.ClientId));
        (await IsDisabledAsync(credentials)).ShouldBeTrue("enabling waits");
        await DoneAsync(second, "Approve", ("id", await OpenAsync(credentials)));
        (await IsDisabledAsync(credentials)).ShouldBeFalse();
        (await RefusedAsync(first, "Disable", HttpStatusCode.NotFound, ("client_id", "nobody"))).ShouldContain("client-unknown");
    }

    [Theory]
    [InlineData("client_id", "has space")]
    [InlineData("uscc", "91370900MA")]
    [InlineData("name", "")]
    [InlineData("kind", "spy")]
    [InlineData("jwks", "{}")]
    [InlineData("redirect_uris", "http://bank.example/callback")]
    [InlineData("redirect_uris", "https://*.bank.example/callback")]
    [InlineData("redirect_uris", "https://bank.example/callback#part")]
    [InlineData("auth_method", "client_secret_basic")]
    [InlineData("certificates", "not a certificate")]
    public async Task What_cannot_be_registered_is_said_and_proposes_nothing(string field, string value)
    {
        using var visitor = await portal.StaffAsync("operator");
        using var credentials = BankCredentials.Create("four-eyes-wrong", PortalServer.BankA);
        var form = Form(credentials).Where(f => f.Name != field).Append((field, value));
        if (field == "certificates")
        {
            form = form.Where(f => f.Item1 != "auth_method").Append(("auth_method", "self_signed_tls_client_auth"));
        }

        (await RefusedAsync(visitor, "Propose", HttpStatusCode.BadRequest, [.. form])).ShouldContain("client-invalid");
        (await portal.Db.ScalarAsync<long>("select count(*) from identity.client_change where client_id = $1", credentials.ClientId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_is_registered_by_its_digest_and_a_private_key_is_never_taken()
    {
        using var first = await portal.StaffAsync("operator");
        using var second = await portal.StaffAsync("operator");
        using var credentials = BankCredentials.Create("four-eyes-4", PortalServer.BankA);
        using var certificate = CodeFlowWorld.NewCertificate();
        var form = Form(credentials).Where(f => f.Name != "auth_method").Append(("auth_method", "self_signed_tls_client_auth")).ToArray();
        await DoneAsync(first, "Propose", [.. form, ("certificates", certificate.ExportCertificatePem())]);
        await DoneAsync(second, "Approve", ("id", await OpenAsync(credentials)));
        (await portal.Db.ScalarAsync<byte[]>("select certificate_sha256[1] from identity.client where client_id = $1", credentials.ClientId))
            .ShouldBe(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256));
        await RefusedAsync(first, "Propose", HttpStatusCode.BadRequest, [.. form, ("certificates", certificate.ExportCertificatePem() + "\n-----BEGIN PRIVATE KEY-----")]);
    }

    private static (string Name, string Value)[] Form(BankCredentials credentials) =>
    [
        ("client_id", credentials.ClientId), ("kind", "bank"), ("uscc", credentials.BankUscc), ("name", "甲银行（虚构）"), ("jwks", credentials.PublicJwks()),
        ("redirect_uris", "https://bank.example/callback"), ("auth_method", "private_key_jwt"),
    ];

    private static async Task DoneAsync(PortalVisitor visitor, string handler, params (string Name, string Value)[] fields)
    {
        using var answer = await visitor.PostFormAsync(Page, $"{Page}?handler={handler}", fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> RefusedAsync(PortalVisitor visitor, string handler, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var answer = await visitor.PostFormAsync(Page, $"{Page}?handler={handler}", fields);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return text;
    }

    private async Task<string> OpenAsync(BankCredentials credentials) =>
        (await portal.Db.ScalarAsync<Guid>("select id from identity.client_change where client_id = $1 and decided_at is null", credentials.ClientId)).ToString();

    private Task<long> ClientsAsync(BankCredentials credentials) => portal.Db.ScalarAsync<long>("select count(*) from identity.client where client_id = $1", credentials.ClientId);

    private Task<bool> IsDisabledAsync(BankCredentials credentials) => portal.Db.ScalarAsync<bool>("select disabled_at is not null from identity.client where client_id = $1", credentials.ClientId);
}
