using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Actors.Jobs.Processes;

/// <summary>A program that <see cref="PosixLauncher"/> started, its two pipes, and its end.</summary>
internal sealed class PosixProcess : IBoxProcess
{
    private const int LastLooks = 20;
    private const int ReadsAtATime = 16; // then look at the clock again, however fast the program writes
    private static readonly TimeSpan LastLookEvery = TimeSpan.FromMilliseconds(50);
    private readonly byte[] _buffer = new byte[64 << 10]; // what a pipe holds
    private readonly LibC.PollEntry[] _polled;
    private readonly Lock _wakeGate = new(); // guards _wake against being closed while another thread writes to it
    private int _stdout;
    private int _stderr;
    private int _wake;
    private readonly UnreapedChildren _unreaped;
    private int _pidFd;
    private int _built;
    private bool _isBuilt;
    private BoxExit? _exit;

    /// <param name="pid">Our child.</param>
    /// <param name="stdout">The reading end of its stdout, from now on ours to close.</param>
    /// <param name="stderr">Likewise.</param>
    /// <param name="built">The reading end of the pipe that says when its box is built; negative when it has none.</param>
    /// <param name="unreaped">Gets it if it will not end.</param>
    public PosixProcess(int pid, int stdout, int stderr, int built, UnreapedChildren unreaped)
    {
        Id = pid;
        _built = built;
        _isBuilt = built < 0;
        _unreaped = unreaped;
        _stdout = stdout;
        _stderr = stderr;
        _wake = LibC.EventFd(0, LibC.CloseOnExec | LibC.NonBlocking);
        _pidFd = LibC.OpenPidFd(pid); // -1 before Linux 5.3: then the end is noticed at the next time-out
        _polled = new LibC.PollEntry[4];
    }

    public int Id { get; }

    public BoxExit? Exit => _stdout < 0 && _stderr < 0 ? _exit : null;

    public bool HasEnded => _exit is not null;

    public bool IsBuilt
    {
        get
        {
            if (!_isBuilt && _built >= 0)
                _isBuilt = LibC.Read(_built, ref _buffer[0], 1) == 1;
            return _isBuilt;
        }
    }

    public void Pump(TimeSpan timeout, IBoxOutput output)
    {
        Poll(timeout);
        if (_polled[0].Returned != 0)
            Read(ref _stdout, output.Stdout);
        if (_polled[1].Returned != 0)
            Read(ref _stderr, output.Stderr);
        if (_polled[2].Returned != 0)
            _ = LibC.Read(_wake, ref _buffer[0], sizeof(ulong));
        if (_exit is null)
            Reap();
    }

    public void Kill(bool all)
    {
        if (_exit is not null)
            return; // reaped: its number may be another's by now
        var children = ProcessTree.DescendantsOf(Id);
        foreach (var child in children)
            _ = LibC.Kill(child, LibC.SigKill);
        if (all || children.Count == 0)
            _ = LibC.Kill(-Id, LibC.SigKill);
    }

    public void Abandon()
    {
        Close(ref _stdout);
        Close(ref _stderr);
    }

    // New processes may appear while the tree is walked; three rounds catch all but a fork bomb, which has its own limit.
    public void Suspend()
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var child in ProcessTree.DescendantsOf(Id))
                _ = LibC.Kill(child, LibC.SigStop);
        }
    }

    public void Continue()
    {
        foreach (var child in ProcessTree.DescendantsOf(Id))
            _ = LibC.Kill(child, LibC.SigCont);
    }

    public void Wake()
    {
        Span<byte> one = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        lock (_wakeGate)
        {
            if (_wake >= 0)
                _ = LibC.Write(_wake, ref one[0], one.Length);
        }
    }

    public void Dispose()
    {
        if (_exit is null)
        {
            Kill(all: true);
            for (var i = 0; i < LastLooks && _exit is null; i++)
            {
                WaitForEnd();
                Reap();
            }

            if (_exit is null)
                _unreaped.Add(Id); // a process stuck in the kernel must not take this thread along
        }

        Abandon();
        Close(ref _built);
        Close(ref _pidFd);
        lock (_wakeGate)
            Close(ref _wake);
    }

    private void WaitForEnd() =>
        _ = LibC.Poll([new LibC.PollEntry { Descriptor = _pidFd, Events = LibC.PollIn }], 1, (int)LastLookEvery.TotalMilliseconds);

    private void Poll(TimeSpan timeout)
    {
        Span<int> descriptors = [_stdout, _stderr, _wake, _exit is null ? _pidFd : -1]; // poll ignores negative ones
        for (var i = 0; i < descriptors.Length; i++)
            _polled[i] = new LibC.PollEntry { Descriptor = descriptors[i], Events = LibC.PollIn };
        if (LibC.Poll(_polled, (ulong)_polled.Length, (int)Math.Ceiling(timeout.TotalMilliseconds)) >= 0)
            return;
        foreach (ref var entry in _polled.AsSpan())
            entry.Returned = 0;
    }

    private void Read(ref int descriptor, Action<ReadOnlySpan<byte>> take)
    {
        for (var i = 0; i < ReadsAtATime && descriptor >= 0; i++)
        {
            var count = LibC.Read(descriptor, ref _buffer[0], _buffer.Length);
            if (count > 0)
                take(_buffer.AsSpan(0, (int)count));
            else if (count < 0 && Marshal.GetLastPInvokeError() is LibC.Interrupted or LibC.WouldBlock)
                return;
            else
                Close(ref descriptor);
        }
    }

    private void Reap()
    {
        var state = LibC.StateOf(Id);
        if (state == LibC.ChildState.Gone)
            _exit = new BoxExit(128 + LibC.SigKill, LibC.SigKill, TimeSpan.Zero, IsKnown: false);
        if (state != LibC.ChildState.Ended)
            return;
        _ = LibC.Kill(-Id, LibC.SigKill); // what it left behind in its session, while its number is still its own
        var usage = new long[LibC.UsageWords]; // user and system time as two longs each; its peak memory still counts us, before exec
        if (LibC.Wait(Id, out var status, LibC.NoHang, usage) != Id)
            return;
        var cpu = TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
        var signal = status & 0x7f;
        _exit = new BoxExit(signal == 0 ? (status >> 8) & 0xff : 128 + signal, signal, cpu);
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
            _ = LibC.Close(descriptor);
        descriptor = -1;
    }
}
