#nullable disable annotations
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Configs;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>An actor system with a test actor, and expectations about what the test actor receives. The test actor is the
/// implicit sender of the test, except where <see cref="INoImplicitSender"/> says otherwise.</summary>
/// <remarks>Expectations wait in real time. One thread at a time uses a TestKit.</remarks>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _lastTestActorId;

    private readonly ITestKitAssertions _assertions;
    private readonly ReceivedMessages _received = new();

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem system = null, string testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName) { }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName) { }

    /// <param name="assertions">How to fail.</param>
    /// <param name="config">Falls back to <see cref="DefaultConfig"/>.</param>
    /// <param name="actorSystemName">Null for <c>test</c>.</param>
    /// <param name="testActorName">Null for a generated one.</param>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, SetupOf(config), actorSystemName, testActorName) { }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    public static Config DefaultConfig => TestConfigs.DefaultConfig;

    /// <summary>Logs everything that the engine can say.</summary>
    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString("""
        akka.loglevel = DEBUG
        akka.stdout-loglevel = DEBUG
        akka.actor.debug {
          receive = on
          autoreceive = on
          lifecycle = on
          event-stream = on
          unhandled = on
          log-timers = on
        }
        """);

    /// <summary>Monotonic time, in which Within measures.</summary>
    public static TimeSpan Now => Deadline.Now;

    public ActorSystem Sys { get; private set; }

    public TestKitSettings TestKitSettings { get; private set; }

    /// <summary>Records what is sent to it; the expectations read that.</summary>
    public IActorRef TestActor { get; private set; }

    public ILoggingAdapter Log { get; private set; }

    public EventFilterFactory EventFilter { get; private set; }

    /// <summary>Whether the next expectation has a message waiting.</summary>
    public bool HasMessages => _received.Count > 0;

    /// <summary>The last message that an expectation took; throws if there was none.</summary>
    public object LastMessage => _last.Message;

    /// <summary>Who sent <see cref="LastMessage"/>.</summary>
    public IActorRef LastSender => _last.Sender;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Makes the system, unless given, and the test actor. Called by the constructor.</summary>
    protected virtual void InitializeTest(ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config));
        Sys.RegisterExtension(new TestKitAssertionsExtension(_assertions));
        TestKitSettings = TestKitExtension.For(Sys);
        Log = Logging.GetLogger(Sys, GetType());
        EventFilter = new EventFilterFactory(this);
        TestActor = CreateTestActor(testActorName ?? NextTestActorName());
        if (this is not INoImplicitSender) ImplicitSender.Enter(TestActor);
    }

    protected void InitializeTest(ActorSystem system, Config config, string actorSystemName, string testActorName) =>
        InitializeTest(system, SetupOf(config), actorSystemName, testActorName);

    /// <summary>Makes another actor that records for this TestKit's expectations.</summary>
    public IActorRef CreateTestActor(string name)
    {
        var props = Props.CreateBy(new RecordingActorProducer(_received)).WithDispatcher("akka.test.test-actor.dispatcher");
        return ((ExtendedActorSystem)Sys).SystemActorOf(props, name);
    }

    public virtual TestProbe CreateTestProbe(string name = null) => new(Sys, _assertions, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string name = null) => new(system, _assertions, name);

    /// <summary>A latch whose default time-out is <c>akka.test.default-timeout</c>, dilated.</summary>
    public virtual TestLatch CreateTestLatch(int count = 1) => TestLatch.Dilated(Dilated, TestKitSettings.DefaultTimeout, count);

    public TestBarrier CreateTestBarrier(int count) => new(this, count, TestKitSettings.DefaultTimeout);

    /// <summary>Terminates <see cref="Sys"/>; see the other overload.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) => Shutdown(Sys, duration, verifySystemShutdown);

    /// <param name="system">What to terminate.</param>
    /// <param name="duration">Default: 5 s, dilated, but at most 10 s: an actor that takes longer to stop hangs.</param>
    /// <param name="verifySystemShutdown">Whether to fail the test when the system is still up then; otherwise the tree of its actors is logged.</param>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        ArgumentNullException.ThrowIfNull(system);
        var max = duration ?? Dilated(TimeSpan.FromSeconds(5)).Min(TimeSpan.FromSeconds(10));
        if (system.Terminate().Wait(max)) return;
        var report = $"Actor system {system.Name} did not terminate within {max}; its actors:\n{((ExtendedActorSystem)system).PrintTree()}";
        if (verifySystemShutdown) throw new TimeoutException(report);
        system.Log.Warning("{0}", report);
    }

    internal ITestKitAssertions AssertionsInUse => _assertions;

    internal static string NextTestActorName() => $"testActor{Interlocked.Increment(ref _lastTestActorId)}";

    private static ActorSystemSetup SetupOf(Config config) =>
        ActorSystemSetup.Empty.WithSetup(BootstrapSetup.Create().WithConfig(config ?? DefaultConfig));

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var given = setup.Get<BootstrapSetup>();
        var bootstrap = given.HasValue ? given.Value : BootstrapSetup.Create();
        var config = bootstrap.Config.HasValue ? bootstrap.Config.Value.WithFallback(DefaultConfig) : DefaultConfig;
        return setup.WithSetup(bootstrap.WithConfig(config));
    }
}
