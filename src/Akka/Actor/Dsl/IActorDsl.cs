#nullable disable annotations
namespace Akka.Actor.Dsl;

/// <summary>What a lambda that describes an actor can set: handlers, hooks, strategy. Handlers follow the rules of <see cref="ReceiveActor"/>.</summary>
public interface IActorDsl
{
    /// <summary>In place of PostRestart; <see cref="DefaultPostRestart"/> is what it replaces.</summary>
    Action<Exception, IActorContext> OnPostRestart { get; set; }

    /// <summary>In place of PreRestart; <see cref="DefaultPreRestart"/> is what it replaces.</summary>
    Action<Exception, object, IActorContext> OnPreRestart { get; set; }

    /// <summary>In place of PostStop; <see cref="DefaultPostStop"/> is what it replaces.</summary>
    Action<IActorContext> OnPostStop { get; set; }

    /// <summary>In place of PreStart; <see cref="DefaultPreStart"/> is what it replaces.</summary>
    Action<IActorContext> OnPreStart { get; set; }

    /// <summary>Null for the default strategy.</summary>
    SupervisorStrategy Strategy { get; set; }

    void Receive<T>(Action<T, IActorContext> handler);

    void Receive<T>(Action<T, IActorContext> handler, Predicate<T> shouldHandle);

    void Receive<T>(Predicate<T> shouldHandle, Action<T, IActorContext> handler);

    void ReceiveAny(Action<object, IActorContext> handler);

    void ReceiveAsync<T>(Func<T, IActorContext, Task> handler, Predicate<T> shouldHandle = null);

    void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, IActorContext, Task> handler);

    void ReceiveAnyAsync(Func<object, IActorContext, Task> handler);

    void DefaultPreRestart(Exception reason, object message);

    void DefaultPostRestart(Exception reason);

    void DefaultPreStart();

    void DefaultPostStop();

    void Become(Action<object, IActorContext> handler);

    void BecomeStacked(Action<object, IActorContext> handler);

    void UnbecomeStacked();

    /// <summary>Creates a child.</summary>
    IActorRef ActorOf(Action<IActorDsl> config, string name = null);
}
