using FinancingPlatform.Node;

await using var app = NodeHost.Build(args);
await app.RunAsync();
