#nullable disable annotations
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Reacts to messages inside a test actor, before the test reads them.</summary>
public abstract class AutoPilot
{
    /// <summary>Says "no more": what <see cref="Run"/> returns to switch itself off.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Says "me again": what <see cref="Run"/> returns to stay.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <returns>Who handles the next message: <see cref="KeepRunning"/>, <see cref="NoAutoPilot"/> or another pilot.</returns>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Switches the autopilot off.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    public static NoAutoPilot Instance = new();

    private NoAutoPilot() { }

    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>Keeps the current autopilot; never a pilot itself.</summary>
public sealed class KeepRunning : AutoPilot
{
    public static KeepRunning Instance = new();

    private KeepRunning() { }

    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning only tells a test actor to keep its pilot; it cannot fly");
}

/// <summary>An autopilot's body.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>An autopilot made from a lambda.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
