using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// What a pool thread runs next without a trip through the pool's queues: the cell that its actor has just woken, and behind it the cell that has just run
/// and has more to do. Two actors in conversation so stay on one warm thread. Only the owning thread fills its slot; whoever takes a cell out does it with one exchange.
/// </summary>
/// <remarks>
/// What waits in a slot must not wait for an actor that blocks or computes for long. So a slot is flushed to the pool when an actor asks
/// (it may block on the answer) and when a backlog grows (a flood should be drained by another core meanwhile); a cell with more to do stays only as long as
/// runs are short; what is to be written to other nodes waits for a few runs at most; and a guard thread moves what has waited in a slot for a
/// whole tick. See docs/adr/0003.
/// </remarks>
internal static class RunNext
{
    // Fairness: other work of the pool is at most this many runs away.
    private const int LongestChain = 64;

    // What has been sent away waits for at most so many runs: a peer waits for it.
    private const int LongestWait = 4;

    // What a run of 30 messages to an actor on another core costs in cache lines that move to and fro. Work that takes longer is worth a core of its own.
    private static readonly long ShortRun = TimeProvider.System.TimestampFrequency * 8 / 1_000_000;

    [ThreadStatic]
    private static Slot? _mine;

    /// <summary>Entry of a pool thread: runs a cell, or other work that wakes cells, and then whatever the slot holds.</summary>
    public static void RunChain(IRunnable first, ActorCell? again = null)
    {
        var slot = _mine ??= Slot.Register();
        if (slot.IsRunning)
        {
            first.Run(); // nested: a handler that runs work of its own on this thread
            if (again is not null)
                Pool.Queue(again, preferLocal: true);
            return;
        }

        slot.Begin(again);
        var ambience = Ambience.OfThread();
        try
        {
            first.Run();
            while (slot.Runs < LongestChain)
            {
                if (slot.Take() is not { } next)
                    return;
                slot.Runs++;
                ambience.Restore();
                next.Run();
            }
        }
        finally
        {
            slot.End();
            // Not every caller is a work item of the pool, which would do it.
            ambience.Restore();
        }
    }

    /// <summary>For a cell that was woken.</summary>
    /// <returns>False if this thread runs no actors or its slot is taken.</returns>
    public static bool TryKeep(ActorCell cell) => _mine is { IsRunning: true } slot && slot.TryPut(cell);

    /// <summary>For the cell that has just run on this thread and has more to do.</summary>
    /// <returns>False if it should rather run on another thread at once.</returns>
    public static bool TryKeepAgain(ActorCell cell) => _mine is { IsRunning: true } slot && (slot.TryPut(cell) || slot.TryPutAgain(cell));

    /// <summary>For what the actors of this thread have sent away: written when their conversation here is over, or has gone on for a little.</summary>
    /// <returns>False if this thread runs no actors or has something to write already.</returns>
    public static bool TryKeepLast(IThreadPoolWorkItem write) => _mine is { IsRunning: true } slot && slot.TryPutLast(write);

    /// <summary>Much is waiting to be written: let another thread do that.</summary>
    public static void FlushLast() => _mine?.FlushLast();

    /// <summary>The chain keeps nothing more: so much is coming that other threads should share in it.</summary>
    public static void Share() => _mine?.Share();

    /// <summary>Lets other threads have what this one kept for itself.</summary>
    public static void Flush() => _mine?.Flush();

    internal sealed class Slot
    {
        private ActorCell? _next;
        private ActorCell? _again;
        private IThreadPoolWorkItem? _last;
        private int _lastSince;
        private int _runsTimed;
        private long _timedFrom;

        public bool IsRunning { get; private set; }

        /// <summary>Runs of the chain so far.</summary>
        public int Runs { get; set; }

        /// <summary>Counts the cells put in, so that the guard sees whether those in the slot are still the same.</summary>
        public int Puts { get; private set; }

        public bool IsFull => Volatile.Read(ref _next) is not null || Volatile.Read(ref _again) is not null || Volatile.Read(ref _last) is not null;

        public static Slot Register()
        {
            var slot = new Slot();
            RunNextGuard.Register(slot);
            return slot;
        }

        public void Begin(ActorCell? again)
        {
            IsRunning = true;
            (Runs, _runsTimed) = (1, 0);
            if (again is not null)
                Put(ref _again, again);
        }

        /// <summary>What is left goes to the pool; two in conversation go together.</summary>
        public void End()
        {
            IsRunning = false;
            var (next, again) = (Take(ref _next), Take(ref _again));
            if ((next ?? again) is { } first)
                Pool.Queue(next is null || again is null ? first : new Pair(next, again), preferLocal: false);
            Take(ref _last)?.Execute();
        }

        public void Share()
        {
            IsRunning = false;
            Flush();
        }

        public bool TryPutLast(IThreadPoolWorkItem write)
        {
            if (_last is not null)
                return false;
            _lastSince = Runs;
            Puts++;
            Volatile.Write(ref _last, write);
            RunNextGuard.Wake();
            return true;
        }

        public bool TryPut(ActorCell cell)
        {
            if (_next is not null)
                return false;
            Put(ref _next, cell);
            return true;
        }

        public bool TryPutAgain(ActorCell cell)
        {
            if (_again is not null || !RunsAreShort())
                return false;
            Put(ref _again, cell);
            return true;
        }

        public ActorCell? Take()
        {
            if (_last is not null && Runs - _lastSince >= LongestWait)
                Take(ref _last)?.Execute();
            return Take(ref _next) ?? Take(ref _again);
        }

        public void Flush()
        {
            while ((Take(ref _next) ?? Take(ref _again)) is { } cell)
                Pool.Queue(cell, preferLocal: false);
            FlushLast();
        }

        public void FlushLast()
        {
            if (Take(ref _last) is { } write)
                Pool.Queue(write, preferLocal: false);
        }

        private static ActorCell? Take(ref ActorCell? place) => place is null ? null : Interlocked.Exchange(ref place, null);

        private static IThreadPoolWorkItem? Take(ref IThreadPoolWorkItem? place) => place is null ? null : Interlocked.Exchange(ref place, null);

        private void Put(ref ActorCell? place, ActorCell cell)
        {
            Puts++;
            Volatile.Write(ref place, cell);
            RunNextGuard.Wake();
        }

        // The first of a chain is taken on trust; from then on the clock tells.
        private bool RunsAreShort()
        {
            var now = TimeProvider.System.GetTimestamp();
            var areShort = _runsTimed == 0 || now - _timedFrom <= (Runs - _runsTimed) * ShortRun;
            (_runsTimed, _timedFrom) = (Runs, now);
            return areShort;
        }
    }

    /// <summary>Two cells that one thread is to run in turn.</summary>
    private sealed class Pair(ActorCell next, ActorCell again) : IThreadPoolWorkItem
    {
        public void Execute() => RunChain(next, again);
    }
}
