using FinancingPlatform.Portal;

await PortalHost.Build(args).RunAsync();
