namespace Akka.Dispatch;

/// <summary>One background thread that frees cells from the slots of threads that are blocked or busy. It sleeps while no slot is in use.</summary>
internal static class RunNextGuard
{
    // Long enough not to disturb running chains, short against what a person or a time-out notices.
    private const int TickMilliseconds = 5;

    // Half a second without any use: then the next use wakes the thread again.
    private const int IdleTicks = 100;

    private static readonly Lock Gate = new();
    private static readonly List<(WeakReference<RunNext.Slot> Slot, int Puts)> Slots = [];
    private static readonly AutoResetEvent Work = new(false);
    private static volatile bool _isAwake;
    private static Thread? _thread;

    public static void Register(RunNext.Slot slot)
    {
        lock (Gate)
        {
            Slots.Add((new WeakReference<RunNext.Slot>(slot), 0));
            if (_thread is not null)
                return;
            _thread = new Thread(Watch) { IsBackground = true, Name = "akka-run-next-guard" };
            _thread.Start();
        }
    }

    public static void Wake()
    {
        if (_isAwake)
            return;
        _isAwake = true;
        Work.Set();
    }

    private static void Watch()
    {
        while (true)
        {
            Work.WaitOne();
            for (var idle = 0; idle < IdleTicks; idle++)
            {
                Work.WaitOne(TickMilliseconds);
                if (Tick())
                    idle = 0;
            }

            // A slot may be filled before this write and find us awake: look once more. The process-wide barrier pairs with the plain store and load of
            // TryPut and Wake, which therefore need none.
            _isAwake = false;
            Interlocked.MemoryBarrierProcessWide();
            if (Tick())
                Wake();
        }
    }

    /// <returns>Whether any slot was used since the last tick.</returns>
    private static bool Tick()
    {
        var used = false;
        lock (Gate)
        {
            for (var i = Slots.Count - 1; i >= 0; i--)
            {
                if (!Slots[i].Slot.TryGetTarget(out var slot))
                {
                    Slots.RemoveAt(i);
                    continue;
                }
                var puts = slot.Puts;
                if (puts != Slots[i].Puts)
                    used = true;
                else if (slot.IsFull)
                    slot.Flush();
                Slots[i] = (Slots[i].Slot, puts);
            }
        }
        return used;
    }
}
