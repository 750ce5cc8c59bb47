using System.Runtime.CompilerServices;
using FinancingPlatform.Cli;
using FinancingPlatform.Support;

[assembly: AssemblyFixture(typeof(PostgresTestServer))]

namespace FinancingPlatform.Tests;

/// <summary>Runs before the first test: test databases get the same parts as <c>fp up</c> migrates.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void Prepare() => TestProcess.Prepare(AllParts.List);
}
