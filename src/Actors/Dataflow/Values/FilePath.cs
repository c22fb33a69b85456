namespace Actors.Dataflow.Values;

/// <summary>A file or a folder. In a flow file it is relative to the folder of that file, in a program to the current one.</summary>
public sealed class FilePath : ISettingText<FilePath>
{
    private FilePath(string full) => Full = full;

    public static string Expected => "a path, relative to the folder of this file";

    public string Full { get; }

    public static FilePath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 || text.Contains('\0') ? throw new FormatException("this is no path") : new FilePath(Path.GetFullPath(text));
    }

    /// <summary>The whole content, if it is not larger than a limit: it is read to be checked before a flow starts.</summary>
    /// <exception cref="FormatException">It cannot be read, or is larger.</exception>
    internal string ReadText(long maxBytes = 16 * 1024 * 1024)
    {
        try
        {
            return new FileInfo(Full) is { Exists: true, Length: var length } && length > maxBytes
                ? throw new FormatException($"{Full} has {length} bytes, and {maxBytes} are taken")
                : File.ReadAllText(Full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{Full} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Tells whether the file is still the same.</summary>
    internal FileStamp Stamp() => new FileInfo(Full) is { Exists: true } file ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;

    public override string ToString() => Full;
}

/// <summary>When a file was written, and how long it is; nothing of what is no file.</summary>
internal readonly record struct FileStamp(DateTime Written, long Length);
