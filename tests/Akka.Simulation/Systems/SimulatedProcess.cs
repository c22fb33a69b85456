using Akka.Dispatch;

namespace Akka.Simulation.Systems;

/// <summary>What one operating-system process would be: it runs, stands still, or is dead, and everything in it with it.</summary>
internal sealed class SimulatedProcess(SimulatedWorld world, string name)
{
    private readonly Queue<Action> _held = new();

    public SimulatedWorld World => world;

    /// <summary>The host name of all its addresses.</summary>
    public string Name => name;

    public DateTimeOffset WallClock => DateTimeOffset.UnixEpoch + TimeSpan.FromDays(365) + world.Time.Now + ClockOffset;

    public TimeSpan ClockOffset { get; set; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public void Enqueue(IRunnable work)
    {
        if (!IsDead)
            world.Enqueue(this, work);
    }

    public void Run(IRunnable work) => Do(work.Run);

    /// <summary>Does it now, later when the process stands still, never when it is dead.</summary>
    public void Do(Action action)
    {
        if (IsDead)
            return;
        if (IsPaused)
            _held.Enqueue(action);
        else
            action();
    }

    public void After(TimeSpan delay, Action action) => world.Time.After(delay, () => Do(action));

    public void Pause() => IsPaused = true;

    public void Continue()
    {
        IsPaused = false;
        while (!IsPaused && _held.TryDequeue(out var action))
            Do(action);
    }

    public void Kill()
    {
        IsDead = true;
        _held.Clear();
    }
}
