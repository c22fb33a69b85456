using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Processes;

/// <summary>
/// Runs one box from start to end on the calling thread, which it blocks: the kernel ends a box when the thread that started it ends, so that is the
/// thread to wait on.
/// </summary>
internal sealed class BoxRunner(TimeProvider time)
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PatienceAfterKill = TimeSpan.FromSeconds(2);
    private const long LeastErrorBytes = 1L << 20; // a chatty job with a small output limit may still log this much

    /// <exception cref="LaunchException">Nothing could be started.</exception>
    /// <exception cref="OperationCanceledException">It was ordered to end before it started.</exception>
    public BoxReport Run(
        IProcessLauncher launcher, ISandbox sandbox, BoxSpec spec, CgroupRoot? cgroups, BoxOrder order, OutputBuffer output, LogBuffer log)
    {
        order.AwaitStart();
        var cgroup = cgroups?.Create(spec.Limits);
        try
        {
            var plan = sandbox.Plan(spec, cgroup is not null);
            if (cgroup is not null)
                plan = JoiningPlan.Wrap(plan, cgroup.JoinFiles);
            var start = time.GetTimestamp();
            using var process = launcher.Start(plan);
            order.Attach(process);
            try
            {
                var tap = new OutputTap(output, log, order, spec.Limits);
                var watch = new BoxWatch(process, spec.Limits, cgroup, sandbox.MemoryFolders);
                var (stop, wall) = Follow(process, order, tap, watch, spec.Limits, start);
                tap.Complete();
                return Report(process, cgroup, watch, stop, order, wall, log);
            }
            finally
            {
                order.Attach(null);
            }
        }
        finally
        {
            if (cgroup is not null)
                cgroups!.Release(cgroup);
        }
    }

    private (BoxStop? Stop, TimeSpan Wall) Follow(IBoxProcess process, BoxOrder order, OutputTap tap, BoxWatch watch, JobLimits limits, long start)
    {
        BoxStop? stop = null;
        var frozen = new StopWatch(time);
        TimeSpan? giveUpAt = null;
        var nextWatch = WatchEvery;
        while (process.Exit is null)
        {
            var elapsed = time.GetElapsedTime(start);
            var left = limits.Wall - (elapsed - frozen.Elapsed);
            process.Pump(Shorter(nextWatch - elapsed, stop is null ? left : WatchEvery), tap);
            elapsed = time.GetElapsedTime(start);
            if (stop is null)
            {
                Freeze(process, order, frozen);
                stop = order.KillReason is not null ? BoxStop.Ordered : tap.Exceeded ? BoxStop.Output : elapsed - frozen.Elapsed >= limits.Wall ? BoxStop.Wall : null;
                if (stop is null && elapsed >= nextWatch)
                {
                    nextWatch = elapsed + WatchEvery;
                    stop = watch.Look();
                }
            }

            if (stop is null && !process.HasEnded)
                continue;
            process.Kill(all: giveUpAt is { } end && end - elapsed < PatienceAfterKill / 2);
            giveUpAt ??= elapsed + PatienceAfterKill;
            if (elapsed >= giveUpAt)
                break;
        }

        if (process.Exit is null)
            process.Abandon();
        return (stop, time.GetElapsedTime(start) - frozen.Elapsed);
    }

    private static void Freeze(IBoxProcess process, BoxOrder order, StopWatch frozen)
    {
        if (order.IsSuspended == frozen.IsRunning)
            return;
        if (order.IsSuspended)
        {
            process.Suspend();
            frozen.Start();
        }
        else
        {
            process.Continue();
            frozen.Stop();
        }
    }

    private static BoxReport Report(
        IBoxProcess process, CgroupBox? cgroup, BoxWatch watch, BoxStop? stop, BoxOrder order, TimeSpan wall, LogBuffer log)
    {
        var exit = process.Exit ?? new BoxExit(137, LibC.SigKill, TimeSpan.Zero);
        var stderr = log.ToString();
        return new BoxReport
        {
            Exit = exit,
            StoppedFor = stop,
            BoxFailure = stop is null ? FailureOf(process, exit, stderr) : null,
            RanOutOfMemory = cgroup?.OomKills > 0,
            FilledItsDisk = watch.DiskWasFull,
            Wall = wall,
            Cpu = cgroup?.Cpu ?? (exit.Cpu > watch.Cpu ? exit.Cpu : watch.Cpu),
            PeakBytes = cgroup?.PeakBytes ?? watch.PeakBytes,
            Stderr = stderr,
            OrderedBecause = order.KillReason,
        };
    }

    // Nothing that a job writes or returns is asked: it runs only after its box has said that it is built.
    private static string? FailureOf(IBoxProcess process, BoxExit exit, string stderr)
    {
        if (!process.IsBuilt)
            return stderr.Length > 0 ? stderr.Split('\n')[0] : $"exit code {exit.Code} before the box was built";
        return exit.IsKnown ? null : "nobody was told how the job ended";
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right)
    {
        var shorter = left < right ? left : right;
        return shorter > TimeSpan.Zero ? shorter : TimeSpan.Zero;
    }

    /// <summary>Where the pipes lead, with the limit on bytes.</summary>
    private sealed class OutputTap(OutputBuffer output, LogBuffer log, BoxOrder order, JobLimits limits) : IBoxOutput
    {
        private readonly ProgressLines _errors = new((fraction, text) => order.Progress = (fraction, text), log);
        private long _errorBytes;

        public bool Exceeded { get; private set; }

        public void Stdout(ReadOnlySpan<byte> bytes)
        {
            if (output.Length + bytes.Length > limits.OutputBytes)
            {
                Exceeded = true;
                bytes = bytes[..(int)(limits.OutputBytes - output.Length)];
            }

            output.Append(bytes);
        }

        public void Stderr(ReadOnlySpan<byte> bytes)
        {
            _errorBytes += bytes.Length;
            Exceeded |= _errorBytes > Math.Max(limits.OutputBytes, LeastErrorBytes);
            _errors.Append(bytes);
        }

        public void Complete() => _errors.Complete();
    }

    private sealed class StopWatch(TimeProvider time)
    {
        private TimeSpan _before;
        private long? _since;

        public bool IsRunning => _since is not null;

        public TimeSpan Elapsed => _before + (_since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);

        public void Start() => _since ??= time.GetTimestamp();

        public void Stop()
        {
            _before = Elapsed;
            _since = null;
        }
    }
}
