using Actors.Dispatch;
using Xunit;

namespace Actors.Tests.Dispatch;

public class LabelSetTests
{
    [Fact]
    public void Sets_of_the_same_labels_are_equal_in_whatever_order_they_came()
    {
        Assert.Equal(LabelSet.Of(["b", "a", "b"]), LabelSet.Of(["a", "b"]));
        Assert.Equal(LabelSet.Of(["b", "a"]).GetHashCode(), LabelSet.Of(["a", "b"]).GetHashCode());
        Assert.NotEqual(LabelSet.Of(["a"]), LabelSet.Of(["A"]));
        Assert.NotEqual(LabelSet.Of(["a,b"]), LabelSet.Of(["a", "b"]));
        Assert.Equal(LabelSet.Empty, LabelSet.Of([]));
    }

    [Fact]
    public void More_is_offered_than_needs_to_be_asked()
    {
        var offered = LabelSet.Of(["gpu", "zone-a"]);

        Assert.True(offered.Offers(LabelSet.Empty));
        Assert.True(offered.Offers(LabelSet.Of(["gpu"])));
        Assert.False(offered.Offers(LabelSet.Of(["gpu", "tpu"])));
        Assert.Equal(["tpu"], offered.Missing(LabelSet.Of(["gpu", "tpu"])));
    }
}
