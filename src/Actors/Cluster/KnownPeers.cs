using System.Text;
using System.Text.RegularExpressions;
using Actors.Internal;

namespace Actors.Cluster;

/// <summary>
/// The addresses of the last known members, kept in a node's data folder. A node that starts again asks them besides the configured seed nodes: a seed that lists
/// nobody but itself would otherwise found a second cluster beside the living one.
/// </summary>
internal sealed partial class KnownPeers(string folder)
{
    /// <summary>As many as are asked at a start: each question goes to all of them.</summary>
    public const int Most = 32;

    private const string FileName = "peers";
    private const int MaxFileBytes = 16 << 10;

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary><c>HOST:PORT</c> each; none when there is no file, or none that can be read: then the seed nodes have to do.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            var file = new FileInfo(_path);
            if (!file.Exists || file.Length > MaxFileBytes) return [];
            return [.. File.ReadAllLines(_path).Where(IsPeer).Distinct().Take(Most)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Replaces the list: nobody is remembered who is no member any more.</summary>
    /// <exception cref="IOException">It cannot be written; the old list stays.</exception>
    public void Write(IEnumerable<string> peers)
    {
        var lines = peers.Where(IsPeer).Distinct().Take(Most).Select(peer => peer + "\n");
        DurableFiles.Write(_path, Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    private static bool IsPeer(string line) => Peer().IsMatch(line);

    // A host name has at most 253 characters, so a full list stays below the file's limit.
    [GeneratedRegex(@"^[^:/@\s""]{1,253}:\d{1,5}\z")]
    private static partial Regex Peer();
}
