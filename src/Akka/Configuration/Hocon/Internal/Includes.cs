namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Where included documents come from: the caller's callback when there is one, else files next to the including file,
/// or in the working directory when the text came from no file.
/// </summary>
internal sealed class Includes
{
    // The callback is the caller's code and calls the parser again; what a cycle would exhaust is this thread's stack, so the count belongs to the thread.
    [ThreadStatic]
    private static int _callbackDepth;

    private readonly Func<string, HoconRoot>? _callback;
    private readonly string[] _files;

    private Includes(Func<string, HoconRoot>? callback, string[] files)
    {
        _callback = callback;
        _files = files;
    }

    internal static Includes ByCallback(Func<string, HoconRoot>? callback) => new(callback, []);

    /// <summary>The included document, or null when there is none and none is required.</summary>
    internal ParsedDocument? Load(IncludeStatement statement)
    {
        var included = _callback is null ? LoadFile(statement) : Call(_callback, statement);
        if (included is null && statement.IsRequired)
            throw new HoconException(statement.Origin, $"expected a file \"{statement.Name}\" for this include, found none; create it or remove required(...)");
        return included;
    }

    private static ParsedDocument? Call(Func<string, HoconRoot> callback, IncludeStatement statement)
    {
        if (_callbackDepth == HoconLimits.IncludeDepth) throw TooDeep(statement);
        _callbackDepth++;
        try
        {
            var included = callback(statement.Name)?.Parsed;
            if (included is not null) included.Document.Name ??= statement.Name;
            return included;
        }
        catch (HoconException mistake) when (mistake.Origin.Document is { Name: null } document)
        {
            document.Name = statement.Name;
            throw;
        }
        finally
        {
            _callbackDepth--;
        }
    }

    private ParsedDocument? LoadFile(IncludeStatement statement)
    {
        var directory = _files.Length == 0 ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(_files[^1])!;
        var path = Path.GetFullPath(statement.Name, directory);
        if (!File.Exists(path)) path += ".conf";
        if (!File.Exists(path)) return null;
        if (_files.Contains(path))
        {
            var cycle = string.Join(" -> ", _files.SkipWhile(file => file != path).Append(path));
            throw new HoconException(statement.Origin, $"expected files that do not include each other, found {cycle}; remove one of the includes");
        }

        if (_files.Length == HoconLimits.IncludeDepth) throw TooDeep(statement);
        return HoconParser.Parse(new Document(Read(path, statement), path), new Includes(null, [.. _files, path]));
    }

    private static string Read(string path, IncludeStatement statement)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new HoconException(statement.Origin, $"expected a readable file \"{path}\" for this include, found: {unreadable.Message}");
        }
    }

    private static HoconException TooDeep(IncludeStatement statement) => new(statement.Origin,
        $"expected at most {HoconLimits.IncludeDepth} includes inside each other, found more at \"{statement.Name}\"; does it include itself?");
}
