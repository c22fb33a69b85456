namespace Actors.Jobs.Processes;

/// <summary>Starts programs. The seam to the operating system; everything above it is the same everywhere.</summary>
internal interface IProcessLauncher
{
    /// <exception cref="LaunchException">The program cannot be started.</exception>
    IBoxProcess Start(LaunchPlan plan);
}

/// <summary>A started program with all its descendants. Used by the thread that started it; only <see cref="Wake"/> is for others.</summary>
internal interface IBoxProcess : IDisposable
{
    int Id { get; }

    /// <summary>Waits for output, the end, a <see cref="Wake"/> or the time-out, whichever is first, and hands over what was written.</summary>
    void Pump(TimeSpan timeout, IBoxOutput output);

    /// <summary>How the program ended, once it has and its pipes are drained; null before.</summary>
    BoxExit? Exit { get; }

    /// <summary>The program itself has ended; descendants may still hold its pipes.</summary>
    bool HasEnded { get; }

    /// <summary>Its box is built, or it has none: what ends it from now on is the job's own doing. See <see cref="LaunchPlan.TellsWhenBuilt"/>.</summary>
    bool IsBuilt { get; }

    /// <summary>Stops waiting for pipes that some lost descendant holds open.</summary>
    void Abandon();

    /// <summary>
    /// Ends whatever the program has started. A box's reaper is spared at first, because it ends once all else in the box is gone; when nothing is
    /// left but the program itself, or <paramref name="all"/> is wanted, it ends too.
    /// </summary>
    void Kill(bool all);

    void Suspend();

    void Continue();

    void Wake();
}

/// <summary>Receives what a program writes. The memory is valid during the call only.</summary>
internal interface IBoxOutput
{
    void Stdout(ReadOnlySpan<byte> bytes);

    void Stderr(ReadOnlySpan<byte> bytes);
}

/// <summary>The end of a program: either an exit code or a signal, and what it used.</summary>
/// <param name="Code">128 + signal for a signal.</param>
/// <param name="Signal">0 for an exit by itself.</param>
/// <param name="Cpu">Of the program and the children that it waited for.</param>
/// <param name="IsKnown">False: it ended, but the kernel told somebody else how.</param>
internal readonly record struct BoxExit(int Code, int Signal, TimeSpan Cpu, bool IsKnown = true);

/// <summary>A program could not be started.</summary>
internal sealed class LaunchException(string message) : Exception(message);
