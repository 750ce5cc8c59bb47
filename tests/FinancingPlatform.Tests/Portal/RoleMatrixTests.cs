using System.Net;

namespace FinancingPlatform.Tests.Portal;

public sealed class RoleMatrixTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private static readonly string[] Roles = ["enterprise", "bank", "regulator", "operator"];

    private static readonly (string Path, string Role)[] Pages =
    [
        ("/enterprise", "enterprise"), ("/enterprise?handler=Scores", "enterprise"), ("/enterprise/authorisations", "enterprise"),
        ("/enterprise/authorisations/new", "enterprise"), ("/enterprise/accesses", "enterprise"), ("/enterprise/accesses?handler=Csv", "enterprise"),
        ("/enterprise/needs", "enterprise"), ("/enterprise/needs/new", "enterprise"), ("/enterprise/requests", "enterprise"), ("/enterprise/objections", "enterprise"), ("/enterprise/report", "enterprise"),
        ("/bank", "bank"), ("/bank?tab=lines", "bank"), ("/bank?tab=loans", "bank"), ("/bank?tab=looks", "bank"),
        ("/regulator", "regulator"), ("/regulator?handler=Csv", "regulator"), ("/operator", "operator"),
        ("/operator/sources", "operator"), ("/operator/sources?handler=Csv", "operator"), ("/operator/sources/penalty", "operator"), ("/operator/deliveries", "operator"), ("/operator/deliveries/{id}", "operator"), ("/operator/deliveries/{id}?handler=Csv", "operator"), ("/operator/deliveries/{id}/mend/3", "operator"),
        ("/operator/browsing", "operator"), ("/operator/browsing?handler=Csv", "operator"), ("/operator/decisions", "operator"), ("/operator/models", "operator"), ("/operator/clients", "operator"),
        ("/operator/codes", "operator"), ("/operator/codes?handler=Csv", "operator"), ("/operator/use", "operator"), ("/operator/use?handler=Csv", "operator"),
    ];

    [Fact, Trait("rule", "A1")]
    public async Task Each_page_opens_for_its_own_role_and_is_forbidden_to_every_other()
    {
        var delivery = await DeliveryAsync();
        foreach (var role in Roles)
        {
            using var visitor = role == "enterprise" ? (await portal.EnterpriseAsync()).Visitor : await portal.StaffAsync(role);
            foreach (var (page, owner) in Pages)
            {
                var path = page.Replace("{id}", delivery, StringComparison.Ordinal);
                using var answer = await visitor.GetAsync(path);
                answer.StatusCode.ShouldBe(role == owner ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{role} {path}");
                if (role != owner)
                {
                    (await answer.Content.ReadAsStringAsync()).ShouldContain("没有权限");
                }
            }
        }
    }

    /// <summary>A delivery with one rejected row.</summary>
    private async Task<string> DeliveryAsync()
    {
        var batch = await portal.Db.ScalarAsync<long>(
            "insert into credit.import_batch (item, source, file_name, file_sha256, finished_at, received, rejected) values ('invoice-sales', '虚构局', 'x.csv', sha256('x'), clock_timestamp(), 1, 1) returning id");
        await portal.Db.ExecuteAsync(
            "insert into credit.rejection (batch_id, line, field, rule, value, how_to_mend, cells) values ($1, 3, 'amount', 'money', '二千', '填写数字', '{\"amount\": \"二千\"}')", batch);
        return batch.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_visitor_is_sent_to_sign_in_and_back()
    {
        using var visitor = portal.Visitor();
        foreach (var (page, owner) in Pages)
        {
            var path = page.Replace("{id}", "1", StringComparison.Ordinal);
            using var answer = await visitor.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.OriginalString.ShouldStartWith(owner == "enterprise" ? "/account/sign-in?" : "/account/staff-sign-in?");
        }
    }

    [Theory]
    [InlineData("/enterprise/authorisations/options")]
    [InlineData("/enterprise/authorisations/sign")]
    public async Task The_signing_calls_are_closed_to_visitors_and_to_other_roles(string path)
    {
        using var visitor = portal.Visitor();
        using var nobody = await visitor.PostJsonAsync(path, new { }, token: null);
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var bank = await portal.StaffAsync("bank");
        using var other = await bank.PostJsonAsync(path, new { }, token: null);
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "A1")]
    public async Task An_ended_session_opens_nothing()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await portal.Db.ExecuteAsync("update identity.session s set revoked_at = clock_timestamp() from identity.account a where a.id = s.account_id and a.enterprise_id = $1", id);

        using var answer = await visitor.GetAsync("/enterprise");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
