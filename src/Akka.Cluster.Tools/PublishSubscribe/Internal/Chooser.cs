namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>Picks who gets a message that is for one of several.</summary>
internal sealed class Chooser(RouteeChoice choice, Random random)
{
    private uint _turn;

    public IReadOnlyList<T> Choose<T>(IReadOnlyList<T> all)
    {
        if (all.Count <= 1 || choice == RouteeChoice.Broadcast)
            return all;
        var index = choice == RouteeChoice.Random ? random.Next(all.Count) : (int)(_turn++ % (uint)all.Count);
        return [all[index]];
    }
}
