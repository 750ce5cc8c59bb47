using System.Diagnostics;
using System.Net;
using System.Text;
using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Tests.Identity.CodeFlow;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The authorisation letter: text, signature, evidence; pause; the public register of texts.</summary>
public sealed class LetterTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    [Fact, Trait("rule", "A7")]
    public async Task The_letter_carries_text_signature_and_evidence_for_firm_and_bank_and_holds_offline()
    {
        var (visitor, id) = await SignedAsync();
        using var bank = await world.Portal.StaffAsync("bank");
        var own = await BytesAsync(visitor, $"/enterprise/authorisations/{id}/letter.json");
        var theirs = await BytesAsync(bank, $"/bank/authorisations/{id}/letter.json");
        theirs.ShouldBe(own, "firm and bank hold the same bytes");
        var letter = AuthorisationLetter.FromJson(own)!;
        var portal = new RelyingParty(world.Issuer);
        (await letter.FirstFaultAsync(portal, static _ => ValueTask.FromResult(true))).ShouldBeNull();
        (await letter.FirstFaultAsync(portal, static _ => ValueTask.FromResult(false))).ShouldBe(ConsentEvidence.UnknownCredential);
        foreach (var spoiled in new[] { letter with { Authorisation = letter.Authorisation with { MaxUses = 99 } }, letter with { Authorisation = letter.Authorisation with { TextShown = letter.Authorisation.TextShown + " " } } })
        {
            (await spoiled.FirstFaultAsync(portal, static _ => ValueTask.FromResult(true))).ShouldNotBeNull();
        }

        var pdf = await BytesAsync(visitor, $"/enterprise/authorisations/{id}/letter.pdf");
        var folder = Directory.CreateTempSubdirectory("fp-letter-").FullName;
        try
        {
            var file = Path.Combine(folder, "letter.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            var text = await RunAsync("pdftotext", "-layout", file, "-");
            text.ShouldContain("信用信息查询授权书");
            text.ShouldContain(id);
            text.ShouldContain(letter.Authorisation.TextSha256);
            await RunAsync("pdfdetach", "-saveall", "-o", folder, file);
            (await File.ReadAllBytesAsync(Path.Combine(folder, $"authorisation-{id}.json"))).ShouldBe(own, "the evidence travels inside the PDF");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact, Trait("rule", "A1"), Trait("rule", "A7")]
    public async Task Nobody_elses_letter_is_to_be_had()
    {
        var (_, id) = await SignedAsync();
        var (other, _, _) = await world.Portal.EnterpriseAsync();
        using var stranger = await other.GetAsync($"/enterprise/authorisations/{id}/letter.json");
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await world.Portal.Db.ExecuteAsync("update consent.authorisation set bank_uscc = $2 where id = $1", Guid.Parse(id), PortalServer.BankB);
        using var bank = await world.Portal.StaffAsync("bank");
        using var refused = await bank.GetAsync($"/bank/authorisations/{id}/letter.pdf");
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact, Trait("rule", "A5"), Trait("trap", "2")]
    public async Task Pausing_stops_looks_at_once_and_going_on_starts_them_again()
    {
        var (visitor, id) = await SignedAsync();
        var page = $"/enterprise/authorisations/{id}";
        using var paused = await visitor.PostFormAsync(page, page + "?handler=Pause");
        paused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(id)).ShouldBe("paused");
        (await visitor.PageAsync(page)).ShouldContain("handler=Resume");
        using var twice = await visitor.PostFormAsync(page, page + "?handler=Pause");
        twice.StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is paused already");
        using var resumed = await visitor.PostFormAsync(page, page + "?handler=Resume");
        (await StateAsync(id)).ShouldBe("live");
        (await world.Portal.Db.ScalarAsync<string>(
            "select string_agg((convert_from(payload, 'UTF8')::jsonb ->> 'paused'), ' ' order by stream_seq) from exchange.outbox where kind = 'authorisation-paused' and convert_from(payload, 'UTF8')::jsonb ->> 'authorisation_id' = $1",
            id)).ShouldBe("true false", "the nodes are told");
        var (other, _, _) = await world.Portal.EnterpriseAsync();
        using var theirs = await other.PostFormAsync("/enterprise/authorisations", page + "?handler=Pause");
        theirs.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        (await StateAsync(id)).ShouldBe("live");
    }

    [Fact, Trait("rule", "A4")]
    public async Task Anybody_reads_every_version_of_the_text_with_its_digest()
    {
        using var nobody = world.Portal.Visitor();
        var page = WebUtility.HtmlDecode(await nobody.PageAsync("/texts"));
        foreach (var purpose in new[] { "pre-credit", "loan-application", "post-loan" })
        {
            page.ShouldContain(await world.Portal.Db.ScalarAsync<string>("select encode(sha256, 'hex') from consent.text_template where version = $1", "2026-11/" + purpose) ?? "no text");
        }

        page.ShouldContain("信用信息查询授权书");
    }

    private async Task<(PortalVisitor Visitor, string Id)> SignedAsync()
    {
        using var client = await world.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var (visitor, enterprise, _) = await world.Portal.EnterpriseAsync(passkey);
        await world.CodeAsync(visitor, passkey, client, CodeFlowWorld.NewVerifier());
        return (visitor, (await world.Portal.Db.ScalarAsync<Guid>("select id from consent.authorisation where enterprise_id = $1", enterprise)).ToString());
    }

    private Task<string> StateAsync(string id) => world.Portal.Db.ScalarAsync<string>("select consent.authorisation_state($1)", Guid.Parse(id))!;

    private static async Task<byte[]> BytesAsync(PortalVisitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path, "*/*");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, Encoding.UTF8.GetString(bytes));
        return bytes;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8, UseShellExecute = false })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, program);
        return text;
    }
}
