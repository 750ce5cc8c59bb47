using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Clients.Changes;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>Machine clients of banks, departments and the city's services (接口客户端): one operator proposes a registration or new keys, another approves; one alone may stop.</summary>
internal sealed class ClientsModel(SessionDatabase database, ClientChanges changes, PageLanguage language) : PageModel
{
    private static readonly char[] s_separators = ['\n', '\r', ' ', ','];

    public IReadOnlyList<ClientRow> Clients { get; private set; } = [];

    public IReadOnlyList<OpenChange> Open { get; private set; } = [];

    public Error? Failure { get; private set; }

    /// <summary>What was typed, to show it again.</summary>
    public ClientRegistration Form { get; private set; } = new("", ClientKind.Bank, "", "", "", [], ClientAuthMethod.PrivateKeyJwt, "", []);

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? Next => Clients.Count == ClientChanges.PageRows ? Clients[^1].ClientId : null;

    public async Task OnGetAsync(string? after, CancellationToken ct) => await ReadAsync(after, ct);

    public Task<IActionResult> OnPostProposeAsync(
        [FromForm(Name = "client_id")] string? clientId, [FromForm(Name = "kind")] string? kind, [FromForm(Name = "uscc")] string? uscc, [FromForm(Name = "name")] string? name,
        [FromForm(Name = "jwks")] string? jwks, [FromForm(Name = "redirect_uris")] string? redirects, [FromForm(Name = "auth_method")] string? method,
        [FromForm(Name = "certificates")] string? certificates, [FromForm(Name = "items")] string? items, CancellationToken ct)
    {
        Form = new ClientRegistration(
            clientId?.Trim() ?? "", kind ?? "", uscc?.Trim() ?? "", name?.Trim() ?? "", jwks ?? "", Split(redirects), method ?? "", certificates ?? "", Split(items));
        return ChangeAsync(session => changes.ProposeAsync(session.Connection, session.Transaction, Form, ct), ClientTexts.Proposed, ct);
    }

    public Task<IActionResult> OnPostEnableAsync([FromForm(Name = "client_id")] string? clientId, CancellationToken ct) =>
        ChangeAsync(session => changes.ProposeEnablingAsync(session.Connection, session.Transaction, clientId ?? "", ct), ClientTexts.Proposed, ct);

    public Task<IActionResult> OnPostDisableAsync([FromForm(Name = "client_id")] string? clientId, CancellationToken ct) =>
        ChangeAsync(session => changes.DisableAsync(session.Connection, session.Transaction, clientId ?? "", ct), ClientTexts.Disabled, ct);

    public Task<IActionResult> OnPostApproveAsync([FromForm(Name = "id")] Guid id, CancellationToken ct) =>
        ChangeAsync(session => changes.DecideAsync(session.Connection, session.Transaction, id, approve: true, ct), ClientTexts.Approved, ct);

    public Task<IActionResult> OnPostRefuseAsync([FromForm(Name = "id")] Guid id, CancellationToken ct) =>
        ChangeAsync(session => changes.DecideAsync(session.Connection, session.Transaction, id, approve: false, ct), ClientTexts.Refused, ct);

    /// <summary>True when the failure is about this field.</summary>
    public bool IsWrong(string field) => Failure?.Field == field;

    private async Task<IActionResult> ChangeAsync(Func<SessionTransaction, Task<Result>> change, Text done, CancellationToken ct)
    {
        await using (var session = await database.OpenAsync(ct))
        {
            var changed = await change(session);
            if (changed.IsOk)
            {
                await session.CommitAsync(ct);
                TempData["Notice"] = language[done];
                return LocalRedirect("/operator/clients");
            }

            Failure = changed.Error;
        }

        await ReadAsync(after: null, ct);
        Response.StatusCode = ProblemStatus.Of(Failure);
        return Page();
    }

    private async Task ReadAsync(string? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        Clients = await ClientChanges.ListAsync(session.Connection, session.Transaction, after, ct);
        Open = await ClientChanges.OpenAsync(session.Connection, session.Transaction, ct);
    }

    private static string[] Split(string? text) => (text ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
