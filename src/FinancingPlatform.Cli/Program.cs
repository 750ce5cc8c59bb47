using FinancingPlatform.Cli;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
