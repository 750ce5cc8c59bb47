using FinancingPlatform.Phone;

await PhoneHost.Build(args).RunAsync();
