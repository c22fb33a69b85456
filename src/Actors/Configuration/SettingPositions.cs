using Actors.Configuration.Internal;

namespace Actors.Configuration;

/// <summary>
/// An index from a setting's path to the place where it was last written. Akka's <c>Config</c> keeps no positions, and an error without a line makes
/// people search.
/// </summary>
internal sealed class SettingPositions
{
    /// <summary>HOCON files may include each other; a circle must not run for ever.</summary>
    private const int MaxIncludeDepth = 16;

    private readonly Dictionary<string, SettingPosition> _byPath = [];

    /// <summary>All paths that were written, objects included, in the order of their first mention.</summary>
    public IEnumerable<string> Paths => _byPath.Keys;

    public void AddFile(string file, string text) => Add(file, text, 0);

    public void Add(string path, SettingPosition position) => _byPath[path] = position;

    public SettingPosition? Find(string path) => _byPath.TryGetValue(path, out var position) ? position : null;

    /// <summary>The place of the setting itself, or else of the innermost object around it that was written.</summary>
    public SettingPosition? FindNearest(string path)
    {
        for (var part = path; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('.'))])
            if (Find(part) is { } position) return position;
        return null;
    }

    private void Add(string file, string text, int depth)
    {
        foreach (var found in HoconScanner.Scan(text))
        {
            if (!found.IsInclude)
            {
                _byPath[found.Path] = new SettingPosition(file, found.Line, found.Text);
                continue;
            }

            var included = Path.Combine(Path.GetDirectoryName(file) ?? "", found.Text);
            if (depth < MaxIncludeDepth && File.Exists(included)) Add(included, File.ReadAllText(included), depth + 1);
        }
    }
}
