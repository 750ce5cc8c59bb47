using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>The tests' own hosts do not meet at one port: two classes once drew the same number before either of their hosts listened.</summary>
public sealed class FreePortTests
{
    private const int Asked = 300;

    [Fact]
    public async Task A_port_is_given_once_to_whoever_asks_at_the_same_time_though_nobody_listens_on_it_yet()
    {
        var given = await Task.WhenAll(Enumerable.Range(0, Asked).Select(_ => Task.Run(FreePort.Number)));

        given.Distinct().Count().ShouldBe(Asked);
    }
}
