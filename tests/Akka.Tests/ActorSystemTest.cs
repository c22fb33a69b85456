using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Xunit;

namespace Akka.Tests;

/// <summary>A test with an actor system of its own, and an inbox to talk to it from outside.</summary>
public abstract class ActorSystemTest : IAsyncLifetime
{
    /// <summary>Far above what anything here takes; only a test that fails waits so long.</summary>
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>For what must not happen.</summary>
    protected static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private const string Quiet = "akka { stdout-loglevel = OFF, loggers = [], loglevel = INFO }";

    protected ActorSystemTest(string config = "", params Setup[] setups)
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(config).WithFallback(Quiet));
        Sys = ActorSystem.Create(GetType().Name, ActorSystemSetup.Create([bootstrap, .. setups]));
        Inbox = Inbox.Create(Sys);
    }

    protected ActorSystem Sys { get; }

    protected Inbox Inbox { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Sys.Terminate().WaitAsync(Limit);

    protected T Receive<T>() => (T)Inbox.ReceiveWhere(message => message is T, Limit);

    protected void ReceiveNothing() => Assert.Throws<TimeoutException>(() => Inbox.Receive(Moment));

    /// <summary>An actor that handles messages by a function.</summary>
    protected IActorRef Spawn(Action<IActorContext, object> onReceive, string? name = null) =>
        Sys.ActorOf(Props.Create(() => new FunctionActor(onReceive)), name);

    protected sealed class FunctionActor(Action<IActorContext, object> onReceive) : UntypedActor
    {
        protected override void OnReceive(object message) => onReceive(Context, message);
    }
}
