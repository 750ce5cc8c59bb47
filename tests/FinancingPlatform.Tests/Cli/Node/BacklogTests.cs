using FinancingPlatform.Cli.Node;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Tests.Cli.Node;

public sealed class BacklogTests
{
    [Fact]
    public void Nothing_waiting_is_drained_only_when_everybody_answered_and_no_receipt_is_missing()
    {
        new Backlog([new DestinationStatus("province", 0, 0, 0, 0)], []).IsDrained.ShouldBeTrue();
        new Backlog([new DestinationStatus("province", 0, 0, 0, 0)], ["province"]).IsDrained.ShouldBeFalse();
        new Backlog([new DestinationStatus("province", 1, 3, 0, 0)], []).IsDrained.ShouldBeFalse();
        new Backlog([new DestinationStatus("province", 0, 0, 0, 1)], []).IsDrained.ShouldBeFalse();
    }

    [Fact]
    public void A_sender_that_does_not_answer_is_told_with_what_to_do() =>
        StatusCommand.Lines(new Backlog([], ["province"])).ShouldContain(line => line.Contains("fp start province", StringComparison.Ordinal));
}
