using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// A slot a pool thread for the cell that it will run next: an actor that answers another one runs on the same warm thread without a trip through the
/// pool's queues. Only the owning thread fills its slot; whoever takes the cell out does it with one exchange.
/// </summary>
/// <remarks>
/// What waits in a slot must not wait for an actor that blocks or computes for long. So a slot is flushed to the pool when an actor asks
/// (it may block on the answer) and when a mailbox overflows its segment (a flood should be drained by another core meanwhile); and a guard thread moves what has
/// waited in a slot for a whole tick. See docs/adr/0003.
/// </remarks>
internal static class RunNext
{
    // Fairness: other work of the pool is at most this many runs away.
    private const int LongestChain = 64;

    [ThreadStatic]
    private static Slot? _mine;

    /// <summary>Entry of a pool thread: runs the cell and then whatever the slot holds.</summary>
    public static void RunChain(ActorCell cell)
    {
        var slot = _mine ??= Slot.Register();
        if (slot.IsRunning)
        {
            cell.Run(); // nested: a handler that runs work of its own on this thread
            return;
        }

        slot.IsRunning = true;
        var ambience = Ambience.OfThread();
        try
        {
            cell.Run();
            for (var i = 1; i < LongestChain; i++)
            {
                if (slot.Take() is not { } next)
                    return;
                ambience.Restore();
                next.Run();
            }
        }
        finally
        {
            slot.IsRunning = false;
            slot.Flush(preferLocal: false);
        }
    }

    /// <returns>False if this thread runs no actors or its slot is taken.</returns>
    public static bool TryKeep(ActorCell cell)
    {
        var slot = _mine;
        return slot is { IsRunning: true } && slot.TryPut(cell);
    }

    /// <summary>Lets other threads have what this one kept for itself.</summary>
    public static void Flush() => _mine?.Flush(preferLocal: false);

    internal sealed class Slot
    {
        private ActorCell? _next;

        public bool IsRunning { get; set; }

        /// <summary>Counts the cells put in, so that the guard sees whether the one in the slot is still the same.</summary>
        public int Puts { get; private set; }

        public bool IsFull => Volatile.Read(ref _next) is not null;

        public static Slot Register()
        {
            var slot = new Slot();
            RunNextGuard.Register(slot);
            return slot;
        }

        public bool TryPut(ActorCell cell)
        {
            if (_next is not null)
                return false;
            Puts++;
            Volatile.Write(ref _next, cell);
            RunNextGuard.Wake();
            return true;
        }

        public ActorCell? Take() => _next is null ? null : Interlocked.Exchange(ref _next, null);

        public void Flush(bool preferLocal)
        {
            if (Take() is { } cell)
                Pool.Queue(cell, preferLocal);
        }
    }
}
