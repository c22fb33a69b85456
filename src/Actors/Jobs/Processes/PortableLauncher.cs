using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Actors.Jobs.Processes;

/// <summary>Starts programs where there is no <c>posix_spawn</c> of Linux: for jobs without a box on other systems.</summary>
internal sealed class PortableLauncher : IProcessLauncher
{
    public IBoxProcess Start(LaunchPlan plan)
    {
        var start = new ProcessStartInfo(plan.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = plan.Folder ?? "",
        };
        foreach (var argument in plan.Arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start) ?? throw new LaunchException($"{plan.Program} cannot be started.");
            process.StandardInput.Close();
            return new PortableProcess(process);
        }
        catch (Win32Exception failure)
        {
            throw new LaunchException($"{plan.Program} cannot be started: {failure.Message}.");
        }
    }

    private sealed class PortableProcess : IBoxProcess
    {
        private const int ChunksWaiting = 16; // then the reading threads, and with them the program, wait for us
        private readonly Process _process;
        private readonly BlockingCollection<(bool IsError, byte[] Bytes)> _chunks = new(ChunksWaiting);
        private readonly byte[] _nothing = [];
        private int _openPipes = 2;
        private bool _isAbandoned;

        public PortableProcess(Process process)
        {
            _process = process;
            Read(process.StandardOutput.BaseStream, isError: false);
            Read(process.StandardError.BaseStream, isError: true);
        }

        public int Id => _process.Id;

        public bool HasEnded => _process.HasExited;

        public bool IsBuilt => true; // only jobs without a box are started this way

        public BoxExit? Exit => (Volatile.Read(ref _openPipes) == 0 || _isAbandoned) && _chunks.Count == 0 && _process.HasExited
            ? new BoxExit(_process.ExitCode, 0, _process.TotalProcessorTime)
            : null;

        public void Pump(TimeSpan timeout, IBoxOutput output)
        {
            var wait = timeout;
            while (_chunks.TryTake(out var chunk, wait))
            {
                if (chunk.IsError)
                    output.Stderr(chunk.Bytes);
                else
                    output.Stdout(chunk.Bytes);
                if (chunk.Bytes == _nothing)
                    return;
                wait = TimeSpan.Zero;
            }
        }

        public void Kill(bool all)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
            {
                // It has ended meanwhile, which is what was wanted.
            }
        }

        // There is no portable way to freeze a program; its lease being over, its result will be refused if the job was given to another.
        public void Suspend()
        {
        }

        public void Continue()
        {
        }

        public void Wake() => _chunks.TryAdd((false, _nothing));

        public void Abandon() => _isAbandoned = true;

        public void Dispose()
        {
            if (!_process.HasExited)
                Kill(all: true);
            _process.Dispose();
        }

        private void Read(Stream pipe, bool isError)
        {
            var thread = new Thread(() =>
            {
                var buffer = new byte[64 << 10];
                try
                {
                    for (var count = pipe.Read(buffer); count > 0 && !_isAbandoned; count = pipe.Read(buffer))
                        _chunks.Add((isError, buffer[..count]));
                }
                catch (IOException)
                {
                    // The pipe broke with its program.
                }

                Interlocked.Decrement(ref _openPipes);
            })
            { IsBackground = true, Name = "job-pipe" };
            thread.Start();
        }
    }
}
