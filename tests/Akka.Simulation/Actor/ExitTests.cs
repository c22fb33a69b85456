using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Xunit;

namespace Akka.Simulation.Actor;

public class ExitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_process_ends_although_an_actor_blocks()
    {
        var exited = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var config = ConfigurationFactory.ParseString("""
            akka { loggers = [], stdout-loglevel = OFF }
            akka.coordinated-shutdown { exit-clr = on, phases.actor-system-terminate.timeout = 100ms }
            """);
        var system = ActorSystem.Create("exit", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), new EngineSeams { Exit = code => exited.TrySetResult(code) }));
        using var isOver = new ManualResetEventSlim();
        using var hasBegun = new ManualResetEventSlim();
        system.ActorOf(Props.Create(() => new Blocking(hasBegun, isOver))).Tell("block");
        Assert.True(hasBegun.Wait(Patience));

        _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.Equal(Environment.ExitCode, await exited.Task.WaitAsync(Patience));
        Assert.False(system.WhenTerminated.IsCompleted);
        isOver.Set();
        await system.WhenTerminated.WaitAsync(Patience);
    }

    private sealed class Blocking(ManualResetEventSlim hasBegun, ManualResetEventSlim isOver) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            hasBegun.Set();
            isOver.Wait(Patience);
        }
    }
}
