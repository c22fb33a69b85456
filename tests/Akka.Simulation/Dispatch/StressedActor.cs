using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Simulation.Dispatch;

/// <summary>What a stressed actor does besides counting.</summary>
public enum Habit
{
    Plain,

    /// <summary>Awaits in its handler.</summary>
    Awaits,

    /// <summary>Fails now and then and is restarted.</summary>
    Fails,

    /// <summary>Sets messages aside and takes them back.</summary>
    Stashes,

    /// <summary>Is stopped on the way: the rest are dead letters.</summary>
    Stops,
}

internal sealed record Numbered(int Producer, int Number);

/// <summary>Counts what arrived. Deliberately without locks: the mailbox alone orders the accesses.</summary>
internal sealed class Tally(int producers, int messagesEach)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _next = new int[producers];
    private int _count;
    private int _inside;

    public int Producers => producers;

    public int MessagesEach => messagesEach;

    public int Expected => producers * messagesEach;

    public int Count => Volatile.Read(ref _count);

    public string? Problem { get; private set; }

    /// <summary>All have arrived, or a problem was seen.</summary>
    public Task Complete => _complete.Task;

    public void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) == 1) Report("two threads in one actor");
    }

    public void Leave() => Volatile.Write(ref _inside, 0);

    public void Take(Numbered message)
    {
        var expected = _next[message.Producer]++;
        if (expected != message.Number) Report($"producer {message.Producer}: expected {expected}, received {message.Number}");
        Volatile.Write(ref _count, _count + 1);
        if (_count == Expected) _complete.TrySetResult();
    }

    public override string ToString() => $"{Count} of {Expected} arrived (next: {string.Join(", ", _next)}); {Problem ?? "no other problem"}";

    private void Report(string problem)
    {
        Problem ??= problem;
        _complete.TrySetResult();
    }
}

/// <summary>Takes the dead letters of one actor, on the thread that makes them; also serves as a watcher that hears nothing.</summary>
internal sealed class DeadLetterTally(Tally tally, IInternalActorRef actor) : MinimalActorRef
{
    public override ActorPath Path { get; } = actor.Path.Root / "dead-letter-tally";

    public override IActorRefProvider Provider => actor.Provider;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is not DeadLetter { Message: Numbered numbered } letter || !letter.Recipient.Equals(actor)) return;
        tally.Enter();
        tally.Take(numbered);
        tally.Leave();
    }
}

internal sealed class StressedActor : ReceiveActor, IWithUnboundedStash
{
    private readonly Tally _tally;
    private readonly Random _random;
    private bool _isStashing;

    public StressedActor(Tally tally, Habit habit, int seed)
    {
        (_tally, _random) = (tally, new Random(seed + tally.Count));
        switch (habit)
        {
            case Habit.Awaits:
                ReceiveAsync<Numbered>(TakeSlowly);
                break;
            case Habit.Fails:
                Receive<Numbered>(TakeAndFail);
                break;
            case Habit.Stashes:
                Receive<Numbered>(_ => _isStashing, _ => Stash.Stash());
                Receive<Numbered>(TakeOrStash);
                Receive<string>(_ => Unstash());
                break;
            default:
                Receive<Numbered>(Take);
                break;
        }
    }

    public IStash Stash { get; set; } = null!;

    private void Take(Numbered message)
    {
        _tally.Enter();
        _tally.Take(message);
        _tally.Leave();
    }

    private async Task TakeSlowly(Numbered message)
    {
        _tally.Enter();
        if (_random.Next(4) == 0) await Task.Yield();
        _tally.Take(message);
        _tally.Leave();
    }

    private void TakeAndFail(Numbered message)
    {
        Take(message);
        if (_random.Next(50) == 0) throw new TimeoutException("now and then");
    }

    private void TakeOrStash(Numbered message)
    {
        if (_random.Next(50) > 0)
        {
            Take(message);
            return;
        }

        // From here on all are set aside, so that the order holds, until our own message has made its way through the mailbox.
        _isStashing = true;
        Stash.Stash();
        Self.Tell("unstash");
    }

    private void Unstash()
    {
        _isStashing = false;
        Stash.UnstashAll();
    }
}

/// <summary>First in, first out, by a queue of its own instead of the cell's.</summary>
public sealed class AllEqualMailbox(Settings settings, Config config) : UnboundedStablePriorityMailbox(settings, config)
{
    protected override int PriorityGenerator(object message) => 0;
}
