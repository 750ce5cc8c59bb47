using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Phone;
using FinancingPlatform.Portal;
using FinancingPlatform.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.Identity;

/// <summary>A city database, the portal with its issuer, and the phone: real programs' hosts on free ports.</summary>
public sealed class PortalWorld : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-identity-").FullName;
    private WebApplication? _portal;
    private WebApplication? _phone;

    public CityDatabase Database { get; } = new();

    public Uri Issuer { get; } = FreePort.Url();

    public Uri Phone { get; } = FreePort.Url();

    public Uri BankApi { get; } = FreePort.Url();

    public string Keys => Path.Combine(_folder, "keys");

    public IServiceProvider Services => _portal!.Services;

    public ClientRegistry Clients => Services.GetRequiredService<ClientRegistry>();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        KeyDirectory.Ensure(Keys, "portal", "issuer", TimeProvider.System);
        KeyDirectory.Ensure(Keys, "phone", "verifier", TimeProvider.System);
        await StartPhoneAsync();
        _portal = PortalHost.Build([.. Shared(Issuer, "portal"), $"--OneTimeCodes:MinInterval=00:00:00"]);
        await _portal.StartAsync();
    }

    public async Task RestartPhoneAsync()
    {
        await _phone!.StopAsync();
        await _phone.DisposeAsync();
        await StartPhoneAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null)
        {
            await _portal.StopAsync();
            await _portal.DisposeAsync();
        }

        if (_phone is not null)
        {
            await _phone.StopAsync();
            await _phone.DisposeAsync();
        }

        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartPhoneAsync()
    {
        _phone = PhoneHost.Build([.. Shared(Phone, "phone"), "--environment=Demonstration"]);
        await _phone.StartAsync();
    }

    private string[] Shared(Uri url, string host) =>
    [
        $"--urls={url.OriginalString}",
        $"--Platform:Issuer={Issuer.OriginalString}",
        $"--Platform:BankApiUrl={BankApi.OriginalString}",
        $"--Platform:PhoneUrl={Phone.OriginalString}",
        "--Platform:Demonstration=true",
        "--Logging:LogLevel:Default=None",
        $"--Keys:Directory={Path.Combine(Keys, host)}",
        $"--Keys:Trust={Path.Combine(Keys, "trust")}",
        $"--ConnectionStrings:Platform={Database.As("portal")}",
        $"--ConnectionStrings:BankDesk={Database.As("bank_desk")}",
        $"--ConnectionStrings:Regulator={Database.As("regulator")}",
    ];
}
