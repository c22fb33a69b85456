using Actors.Services;
using Actors.Services.Internal;
using Xunit;

namespace Actors.Tests.Services;

public sealed class CallFailuresTests
{
    [Fact]
    public void What_a_method_threw_comes_back_as_it_was()
    {
        var thrown = new RemoteException("N.Bad", "no", "at N.M()", ["N.Worse: never", "N.Worst: ever"]);

        var back = Assert.IsType<RemoteException>(CallFailures.Of(thrown).ToException());

        Assert.Equal(("N.Bad", "no", "at N.M()"), (back.RemoteType, back.Message, back.RemoteStack));
        Assert.Equal(thrown.RemoteCauses, back.RemoteCauses);
    }

    [Fact]
    public void A_failure_fits_a_message_however_long_and_foreign_its_texts_are()
    {
        var causes = Enumerable.Repeat(string.Concat(Enumerable.Repeat("\U0001F600", 2_000)), 1000).ToList();
        Exception[] failures =
        [
            new RemoteException(new string('t', 50_000), new string('ж', 100_000), new string('中', 100_000), causes),
            new ActorsException(new string('c', 50_000), new string('中', 100_000)),
            new InvalidOperationException(new string('中', 100_000)),
        ];

        Assert.All(failures, failure => Assert.InRange(new StreamEnd { Failure = CallFailures.Of(failure) }.CalculateSize(), 16_000, ServicesSettings.InlineBytes));
        Assert.DoesNotContain('\uFFFD', CallFailures.Of(failures[0]).RemoteCauses[^1]);
    }
}
