using System.Reflection;
using Akka.Actor;
using Akka.Simulation.Actor;
using Xunit;

namespace Akka.Simulation.Dispatch;

/// <summary>A cell with a configured queue counts signals in the upper half of its word; a count that wrapped round would let two threads into one actor.</summary>
public class SignalCountTests
{
    private const int Messages = 10_000;

    private static readonly FieldInfo Word = typeof(ActorCell).GetField("_word", BindingFlags.Instance | BindingFlags.NonPublic)!;

    [Fact]
    public void Signals_do_not_pile_up_in_an_actor_that_never_finds_its_mailbox_empty()
    {
        var most = new Most();
        Flood(most, $$"""full { mailbox-type = "{{typeof(AllEqualMailbox).AssemblyQualifiedName}}" }""", copies: 1);
        Assert.True(most.Handled >= Messages);
        // What came in two runs of akka.actor.default-dispatcher.throughput messages each, and one for what came before.
        Assert.InRange(most.Signals, 1, 2 * 30 + 2);
    }

    [Fact]
    public void Messages_dropped_by_a_full_mailbox_leave_no_signals()
    {
        var most = new Most();
        Flood(most, """full { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 2, mailbox-push-timeout-time = 0s }""", copies: 3);
        Assert.True(most.Handled >= Messages);
        Assert.InRange(most.Signals, 1, 2 * 3 * 30 + 4);
    }

    private static void Flood(Most most, string mailbox, int copies)
    {
        var thread = new OneThread(mailbox + "\nakka.actor.default-dispatcher.throughput = 30");
        var actor = thread.System.ActorOf(Props.Create(() => new Endless(most, copies)).WithMailbox("full"));
        actor.Tell("go on");
        actor.Tell("go on");
        thread.Run();
    }

    private sealed class Most
    {
        public int Handled;
        public int Signals;
    }

    /// <summary>Sends itself as much as it handles, or more, up to a limit.</summary>
    private sealed class Endless(Most most, int copies) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (most.Handled++ >= Messages) return;
            for (var i = 0; i < copies; i++) Self.Tell(message);
            most.Signals = Math.Max(most.Signals, (int)((long)Word.GetValue(Cell)! >>> 32));
        }
    }
}
