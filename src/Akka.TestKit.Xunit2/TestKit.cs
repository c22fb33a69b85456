#nullable disable annotations
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>Base class of xunit tests with actors: makes a system for each test and terminates it afterwards. Given an output helper, the
/// test's output shows the system's log.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the log goes; null for nowhere.</summary>
    protected readonly ITestOutputHelper Output;

    private bool _isDisposed;

    public TestKit(ActorSystem system = null, ITestOutputHelper output = null) : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public TestKit(ActorSystemSetup config, string actorSystemName = null, ITestOutputHelper output = null) : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public TestKit(Config config, string actorSystemName = null, ITestOutputHelper output = null) : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <param name="config">HOCON; falls back to <see cref="DefaultConfig"/>.</param>
    /// <param name="output">Where the log goes.</param>
    public TestKit(string config, ITestOutputHelper output = null) : base(Assertions, ConfigurationFactory.ParseString(config))
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    protected static XunitAssertions Assertions { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs after the test; terminates the system.</summary>
    protected virtual void AfterAll() => Shutdown();

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed) return;
        _isDisposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            ImplicitSender.Leave(TestActor);
        }
    }

    /// <summary>Makes a system log to <see cref="Output"/>, for systems that the test creates beside <see cref="TestKitBase.Sys"/>.</summary>
    protected void InitializeLogger(ActorSystem system)
    {
        if (Output is not null) StartLogger(system, Output);
    }

    /// <param name="system">Which system.</param>
    /// <param name="prefix">Begins each of its lines.</param>
    protected void InitializeLogger(ActorSystem system, string prefix)
    {
        if (Output is not null) StartLogger(system, new PrefixedOutput(Output, prefix));
    }

    private static void StartLogger(ActorSystem system, ITestOutputHelper output)
    {
        var logger = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), TestKitExtension.For(system).DefaultTimeout).GetAwaiter().GetResult();
    }
}
