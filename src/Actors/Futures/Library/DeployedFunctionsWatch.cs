using Akka.Actor;

namespace Actors.Futures.Library;

/// <summary>Has a worker look now and then whether what it has loaded is still deployed.</summary>
internal sealed class DeployedFunctionsWatch(DeployedFunctions functions, TimeSpan checkEvery) : UntypedActor, IWithTimers
{
    public const string ActorName = "functions-watch";

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeployedFunctions functions, TimeSpan checkEvery) => Akka.Actor.Props.Create(() => new DeployedFunctionsWatch(functions, checkEvery));

    protected override void PreStart() => Plan();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                functions.LookAsync().PipeTo(Self, success: () => new Looked(), failure: _ => new Looked());
                break;
            case Looked:
                Plan();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Plan() => Timers.StartSingleTimer(nameof(Tick), new Tick(), checkEvery);

    private sealed record Tick;

    private sealed record Looked;
}
