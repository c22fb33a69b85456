using System.Runtime.InteropServices;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>The descriptors that one start takes. All are closed at its end, however it ends, but those that were released to the process.</summary>
internal sealed class Descriptors : IDisposable
{
    // Sources lie above all targets, so that no duplication can overwrite a source that is still needed.
    private const int LowestSource = 64;
    private readonly List<int> _open = [];

    /// <summary>A pipe whose reading end does not block; the writing end behaves as programs expect.</summary>
    public (int Read, int Write) Pipe()
    {
        var ends = new int[2];
        Check(LibC.Pipe(ends, LibC.CloseOnExec), "a pipe");
        _open.AddRange(ends);
        Check(LibC.Fcntl(ends[0], LibC.SetFileFlags, LibC.NonBlocking), "a pipe");
        return (ends[0], ends[1]);
    }

    public int Open(string path) => Keep(LibC.Open(Encoding.UTF8.GetBytes(path + "\0"), LibC.CloseOnExec), path);

    /// <summary>A file in memory with this content, at its start.</summary>
    public int InMemory(ReadOnlySpan<byte> content)
    {
        const uint closeOnExec = 1;
        var descriptor = Keep(LibC.MemFd("box\0"u8.ToArray(), closeOnExec), "memory");
        while (!content.IsEmpty)
        {
            var written = LibC.Write(descriptor, ref MemoryMarshal.GetReference(content), content.Length);
            Check((int)written, "memory");
            content = content[(int)written..];
        }

        _ = LibC.Seek(descriptor, 0, 0);
        return descriptor;
    }

    /// <summary>The same thing at a number that no target has.</summary>
    public int Lift(int descriptor) => Keep(LibC.Fcntl(descriptor, LibC.DuplicateCloseOnExec, LowestSource), "a descriptor");

    public int Release(int descriptor)
    {
        _open.Remove(descriptor);
        return descriptor;
    }

    public void Dispose()
    {
        foreach (var descriptor in _open)
            _ = LibC.Close(descriptor);
        _open.Clear();
    }

    public static int Check(int result, string what) => result >= 0
        ? result
        : throw new LaunchException($"No program can be started, {what} is not to be had: {Marshal.GetLastPInvokeErrorMessage()}.");

    private int Keep(int descriptor, string what)
    {
        _open.Add(Check(descriptor, what));
        return descriptor;
    }
}
