namespace FinancingPlatform.Cli.Demo;

/// <summary>One step of the walk and what it saw; names are a contract.</summary>
/// <param name="Name">register, verify, authorise, pull, line, loan, province, nation or ratio.</param>
/// <param name="Ok">True when it saw what it should.</param>
/// <param name="Detail">What it saw.</param>
/// <param name="Ms">How long it took.</param>
internal sealed record DemoStep(string Name, bool Ok, string Detail, long Ms);
