using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>The work of one step: the state as it becomes and the effects as they gather. Lives for one call of the core.</summary>
internal sealed class MembershipTurn(MembershipNode node, TimeSpan now, Random random)
{
    private readonly ImmutableArray<MembershipEffect>.Builder _effects = ImmutableArray.CreateBuilder<MembershipEffect>();

    public MembershipNode Node { get; set; } = node;

    public TimeSpan Now { get; } = now;

    public Random Random { get; } = random;

    public UniqueAddress Self => Node.Self;

    public MembershipState View => Node.View;

    public Gossip Gossip => Node.Gossip;

    /// <summary>Whether this step made a new version, which others should hear of at once.</summary>
    public bool MadeVersion { get; private set; }

    public ImmutableArray<MembershipEffect> Effects => _effects.ToImmutable();

    public void Send(Address to, ClusterProtocol message) => _effects.Add(new MembershipEffect.Send(to, message));

    public void Emit(MembershipEffect effect) => _effects.Add(effect);

    public void Info(string text) => Log(LogLevel.InfoLevel, text);

    public void Log(LogLevel level, string text) => _effects.Add(new MembershipEffect.Log(level, text));

    /// <summary>Takes over a gossip that another node made.</summary>
    public void Adopt(Gossip gossip) => Node = Node with { View = View.With(gossip) };

    /// <summary>Takes over a gossip that this node changed, as a new version.</summary>
    public void Change(Gossip gossip)
    {
        if (ReferenceEquals(gossip, Gossip))
            return;
        if (MadeVersion)
            Emit(new MembershipEffect.Passed(View));
        Adopt(gossip.ChangedBy(Self));
        MadeVersion = true;
    }

    /// <summary>Makes a new version without a change.</summary>
    public void Touch()
    {
        if (!Node.IsMember)
            return;
        Adopt(Gossip.ChangedBy(Self));
        MadeVersion = true;
    }

    public void SendGossip(UniqueAddress to) => Send(to.Address, new ClusterProtocol.GossipEnvelope(Self, to, Gossip));
}
