using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Directing;

/// <summary>An actor of the flow as its director knows it: where it runs and how far it is.</summary>
internal sealed class Player(FlowActorSpec spec)
{
    public string Name => Spec.Name;

    public FlowActorSpec Spec { get; set; } = spec;

    /// <summary>The number of its run; another one each time that it begins anew elsewhere.</summary>
    public long Run { get; set; }

    /// <summary>Null: no node has its role now.</summary>
    public string? Node { get; set; }

    /// <summary>It makes no events by its own any more.</summary>
    public bool SourceEnded { get; set; }

    /// <summary>All is handled, and its outboxes are closed.</summary>
    public bool IsFinished { get; set; }

    /// <summary>An edge that closed a circle ended in it, and was taken out.</summary>
    public bool IsInCircle { get; set; }

    /// <summary>How it stood when it was last asked.</summary>
    public FlowActorStatistics? Last { get; set; }
}

/// <summary>How an edge of the flow is made.</summary>
internal sealed class Wiring(long number, Player sender, Player receiver)
{
    public long Number { get; } = number;

    public Player Sender { get; } = sender;

    public Player Receiver { get; } = receiver;

    /// <summary>Its ends are, or were, on different nodes; it stays so while one of them lives.</summary>
    public bool IsAcross { get; set; }

    /// <summary>The number of the link that carries it now.</summary>
    public long Link { get; set; }
}
