using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("FinancingPlatform.Tests")]
