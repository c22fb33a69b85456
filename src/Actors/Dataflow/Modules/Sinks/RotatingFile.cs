using System.Text;

namespace Actors.Dataflow.Modules.Sinks;

/// <summary>A file that lines are added to. Before it gets too large it is put aside as <c>NAME.1</c>, what was that as <c>NAME.2</c>, and so on; the last one goes.</summary>
internal sealed class RotatingFile(string path, long maxBytes, int kept) : IDisposable
{
    /// <summary>To the operating system at once: what was logged survives the end of this process, and what could not be written is not written later.</summary>
    private const int Unbuffered = 0;

    private FileStream _file = Open(path);

    public void Append(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (_file.Length > 0 && _file.Length + bytes.Length > maxBytes) Rotate();
        _file.Write(bytes);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, Unbuffered);
    }

    private void Rotate()
    {
        _file.Dispose();
        try
        {
            for (var number = kept; number > 0; number--)
                if (File.Exists(Name(number - 1))) File.Move(Name(number - 1), Name(number), overwrite: true);
            if (kept == 0) File.Delete(path);
        }
        finally
        {
            _file = Open(path);
        }
    }

    private string Name(int number) => number == 0 ? path : $"{path}.{number}";
}
