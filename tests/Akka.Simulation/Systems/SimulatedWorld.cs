using Akka.Dispatch;
using Akka.Simulation.Network;
using Akka.Simulation.Time;

namespace Akka.Simulation.Systems;

/// <summary>
/// Many actor systems in one thread: one queue of what is runnable, from which the seed draws, and virtual time, which moves on when nothing is
/// runnable. A run depends on its seed alone.
/// </summary>
public sealed class SimulatedWorld
{
    // So much work without time moving on is a loop.
    private const int MostRunsAtOneTime = 1_000_000;

    private readonly List<(SimulatedProcess Process, IRunnable Work)> _runnable = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _runsAtThisTime;
    private volatile string? _foreign;

    public SimulatedWorld(int seed)
    {
        Seed = seed;
        Random = new Random(seed);
        Links = new SimulatedLinks(Random) { MinDelay = TimeSpan.FromMilliseconds(0.2), MaxDelay = TimeSpan.FromMilliseconds(2) };
        Switch = new SimulatedSwitch(this);
    }

    public int Seed { get; }

    public Random Random { get; }

    public SimulatedTime Time { get; } = new();

    public SimulatedLinks Links { get; }

    public Trace Trace { get; } = new();

    internal SimulatedSwitch Switch { get; }

    /// <summary>Does one thing; false when nothing is left to do until the given time.</summary>
    public bool Step(TimeSpan until)
    {
        if (_foreign is { } foreign)
            throw new SimulationFailedException($"seed {Seed}: work came from another thread, so the run cannot be repeated\n{foreign}");
        using var context = WithoutContext.Enter();
        if (_runnable.Count == 0)
        {
            _runsAtThisTime = 0;
            return Time.Step(until);
        }
        if (++_runsAtThisTime > MostRunsAtOneTime)
            throw new SimulationFailedException($"seed {Seed}: {MostRunsAtOneTime} runs at {Time.Now} and no end\n{Trace}");
        var index = Random.Next(_runnable.Count);
        var (process, work) = _runnable[index];
        _runnable[index] = _runnable[^1];
        _runnable.RemoveAt(_runnable.Count - 1);
        process.Run(work);
        return true;
    }

    public void RunFor(TimeSpan duration)
    {
        var until = Time.Now + duration;
        while (Step(until))
        {
        }
    }

    /// <returns>False when the condition does not come to hold within the limit.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var until = Time.Now + limit;
        while (!condition())
            if (!Step(until))
                return condition();
        return true;
    }

    public void Note(string what) => Trace.Add($"{Time.Now.TotalMilliseconds:F3} {what}");

    internal void Enqueue(SimulatedProcess process, IRunnable work)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _runnable.Add((process, work));
        else
            _foreign ??= Environment.StackTrace;
    }
}

/// <summary>A run of the simulation went wrong; the message tells how to run it again.</summary>
public sealed class SimulationFailedException(string message) : Exception(message);
