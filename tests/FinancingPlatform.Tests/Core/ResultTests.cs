using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Tests.Core;

public sealed class ResultTests
{
    private static readonly Error Failure = new(ErrorKind.Conflict, "already-there", "已存在。", "It is already there.");

    [Fact]
    public void A_result_holds_a_value_or_an_error_and_reading_the_other_throws()
    {
        Result<int> good = 3;
        Result<int> bad = Failure;

        good.Map(x => x + 1).Value.ShouldBe(4);
        bad.Map(x => x + 1).Error.ShouldBe(Failure);
        good.Then<int>(_ => Failure).Error.ShouldBe(Failure);
        bad.Match(_ => "value", error => error.Code).ShouldBe("already-there");
        Should.Throw<InvalidOperationException>(() => bad.Value);
        Should.Throw<InvalidOperationException>(() => good.Error);
    }

    [Fact]
    public void A_result_that_was_never_set_is_no_success()
    {
        default(Result<int>).IsOk.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => default(Result<int>).Value);
    }

    [Fact]
    public void A_result_without_a_value_is_success_or_an_error()
    {
        Result.Ok.IsOk.ShouldBeTrue();
        ((Result)Failure).Error.ShouldBe(Failure);
        Should.Throw<InvalidOperationException>(() => Result.Ok.Error);
    }
}
