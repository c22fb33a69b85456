using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit;

namespace Akka.Simulation.Dispatch;

/// <summary>
/// Real threads against the mailbox: producers, tiny throughput, suspensions, failures, stops. Nothing may be lost or doubled, the order of each
/// producer holds, never do two threads run one actor. ACTORS_LONG=1 goes on for minutes.
/// </summary>
public class MailboxStressTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ActorSystem _system = ActorSystem.Create("stress", ConfigurationFactory.ParseString($$"""
        akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }
        t1 { type = Dispatcher, throughput = 1 }
        t3 { type = Dispatcher, throughput = 3 }
        t100 { type = Dispatcher, throughput = 100 }
        threads { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 3, throughput = 2 }
        cells-own { mailbox-type = "Akka.Dispatch.UnboundedMailbox" }
        queue { mailbox-type = "{{typeof(AllEqualMailbox).AssemblyQualifiedName}}" }
        """));

    public static TheoryData<string, string, Habit> Cases()
    {
        var cases = new TheoryData<string, string, Habit>();
        foreach (var habit in Enum.GetValues<Habit>())
            foreach (var (dispatcher, mailbox) in new[] { ("t1", "cells-own"), ("t3", "queue"), ("t100", "cells-own"), ("threads", "cells-own") })
                cases.Add(dispatcher, mailbox, habit);
        return cases;
    }

    public void Dispose() => _system.Terminate().Wait(Patience);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_is_lost_doubled_or_out_of_order(string dispatcher, string mailbox, Habit habit)
    {
        foreach (var seed in Seeds.Of(3)) await Run(seed, dispatcher, mailbox, habit);
    }

    private async Task Run(int seed, string dispatcher, string mailbox, Habit habit)
    {
        var random = new Random(seed);
        var tally = new Tally(producers: random.Next(1, 6), messagesEach: random.Next(1, 4_000));
        var props = Props.Create(() => new StressedActor(tally, habit, seed)).WithDispatcher(dispatcher).WithMailbox(mailbox);
        var actor = (IInternalActorRef)_system.ActorOf(props);
        var letters = new DeadLetterTally(tally, actor);
        _system.EventStream.Subscribe(letters, typeof(DeadLetter));

        using var over = new CancellationTokenSource();
        Task[] disturbers = [Start(() => Suspend(actor, seed, over.Token)), Start(() => Watch(actor, letters, over.Token))];
        var producers = Enumerable.Range(0, tally.Producers).Select(producer => Start(() => Produce(actor, tally, producer))).ToList();
        if (habit == Habit.Stops)
        {
            var enough = random.Next(tally.Expected);
            producers.Add(Start(() =>
            {
                SpinWait.SpinUntil(() => tally.Count >= enough, Patience);
                _system.Stop(actor);
            }));
        }

        await Task.WhenAll(producers);
        await over.CancelAsync();
        await Task.WhenAll(disturbers);
        var ended = await Task.WhenAny(tally.Complete, Task.Delay(Patience)) == tally.Complete;
        Assert.True(ended && tally.Problem is null, $"seed {seed} {dispatcher} {mailbox} {habit}: {tally}");
        _system.EventStream.Unsubscribe(letters);
        _system.Stop(actor);
    }

    private static Task Start(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Produce(IActorRef actor, Tally tally, int producer)
    {
        // Bursts and pauses, so that the actor is met idle, busy and at every moment between.
        var random = new Random(producer);
        for (var number = 0; number < tally.MessagesEach; number++)
        {
            actor.Tell(new Numbered(producer, number), ActorRefs.NoSender);
            if (random.Next(100) == 0) Thread.SpinWait(random.Next(5_000));
        }
    }

    /// <summary>Suspends and resumes, always in pairs.</summary>
    private static void Suspend(IInternalActorRef actor, int seed, CancellationToken over)
    {
        var random = new Random(~seed);
        while (!over.IsCancellationRequested)
        {
            var depth = random.Next(1, 4);
            for (var i = 0; i < depth; i++) actor.Suspend();
            Thread.SpinWait(random.Next(2_000));
            for (var i = 0; i < depth; i++) actor.Resume();
            Thread.SpinWait(random.Next(2_000));
        }
    }

    /// <summary>System messages that change nothing.</summary>
    private static void Watch(IInternalActorRef actor, IInternalActorRef watcher, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            actor.SendSystemMessage(new Akka.Dispatch.SysMsg.Watch(actor, watcher));
            actor.SendSystemMessage(new Akka.Dispatch.SysMsg.Unwatch(actor, watcher));
            Thread.SpinWait(500);
        }
    }
}
