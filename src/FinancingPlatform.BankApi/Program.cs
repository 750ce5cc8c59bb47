using FinancingPlatform.BankApi;

await BankApiHost.Build(args).RunAsync();
