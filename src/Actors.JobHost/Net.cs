namespace Actors.JobHost;

/// <summary>What a C# job sees of the cluster: its inputs by name, read-only, and a way to tell how far it is.</summary>
public static class Net
{
    private const string FolderVariable = "ACTORS_NET";

    /// <summary>The folder of the inputs: <c>/net</c>, unless the job runs without a sandbox.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : "/net";

    /// <summary>The names of the inputs, in order.</summary>
    public static IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Opens an input for reading. Streams do not hold the whole input in memory.</summary>
    /// <exception cref="FileNotFoundException">The job has no input of that name; the message lists those that it has.</exception>
    public static Stream Open(string name) => new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);

    /// <summary>The lines of an input in UTF-8, read as they are asked for.</summary>
    /// <exception cref="FileNotFoundException">The job has no input of that name.</exception>
    public static IEnumerable<string> ReadLines(string name) => File.ReadLines(PathOf(name));

    /// <summary>A whole input as text in UTF-8.</summary>
    /// <exception cref="FileNotFoundException">The job has no input of that name.</exception>
    public static string ReadText(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Reports progress to whoever follows the job.</summary>
    /// <param name="done">0 to 1.</param>
    /// <param name="what">What is being done, one line.</param>
    public static void Progress(double done, string what = "") =>
        Console.Error.WriteLine(FormattableString.Invariant($"#progress {Math.Clamp(done, 0, 1):0.###} {what.ReplaceLineEndings(" ")}"));

    private static string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = Path.Combine(Folder, name);
        if (name.Contains('/') || name is "." or ".." || !File.Exists(path))
            throw new FileNotFoundException($"The job has no input named '{name}'; it has {(Names.Count == 0 ? "none" : string.Join(", ", Names))}");
        return path;
    }
}
