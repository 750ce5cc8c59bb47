namespace FinancingPlatform.Cli.Demo;

/// <summary>A step of the walk did not see what it should; the message says what it saw instead.</summary>
internal sealed class DemoException(string message) : Exception(message);
