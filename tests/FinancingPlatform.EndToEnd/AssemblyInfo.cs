[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
[assembly: Xunit.AssemblyFixture(typeof(FinancingPlatform.EndToEnd.RunningPlatform))]
