using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Actors.Internal;

namespace Actors.Cluster;

/// <summary>
/// A node's data folder, held by this process until disposed, and the id made in it once. Address and port may change; the id, and with it the place
/// on the ring, does not.
/// </summary>
public sealed class NodeIdentity : IDisposable
{
    private const string LockFile = "lock";
    private const string HolderFile = "holder"; // the pid, in a file of its own: a locked file cannot be read everywhere
    private const string IdFile = "node-id";
    private readonly FileStream _lock;

    private NodeIdentity(string folder, string nodeId, FileStream held)
    {
        Folder = folder;
        NodeId = nodeId;
        _lock = held;
    }

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    /// <summary>32 lower-case hex digits.</summary>
    public string NodeId { get; }

    /// <summary>The cluster role by which the other nodes learn the id.</summary>
    public string Role => "node-" + NodeId;

    /// <summary>Opens, or makes, <c>dataDir/nodeName</c>.</summary>
    /// <exception cref="ActorsException">Another process holds the folder (<see cref="ErrorCodes.InUse"/>), or its node id cannot be read.</exception>
    public static NodeIdentity Open(string dataDir, string nodeName, IdSource ids)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDir);
        ArgumentNullException.ThrowIfNull(ids);
        CheckName(nodeName);
        var folder = Path.GetFullPath(Path.Combine(dataDir, nodeName));
        return TryHold(folder, ids, out var identity) ? identity : throw InUse(folder);
    }

    /// <summary>Opens the first of <c>dataDir/role-1</c>, <c>role-2</c>, ... that no other process holds, as when no node name is configured.</summary>
    public static NodeIdentity OpenFirstFree(string dataDir, string role, IdSource ids)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDir);
        ArgumentNullException.ThrowIfNull(ids);
        CheckName(role);
        for (var number = 1; ; number++)
        {
            if (TryHold(Path.GetFullPath(Path.Combine(dataDir, $"{role}-{number}")), ids, out var identity))
                return identity;
        }
    }

    internal static bool IsNodeId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    public void Dispose() => _lock.Dispose();

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name.StartsWith('.'))
            throw new ActorsException(ErrorCodes.Invalid, $"The node name '{name}' is no plain folder name (letters, digits, '-', '_' and '.').");
    }

    private static bool TryHold(string folder, IdSource ids, [NotNullWhen(true)] out NodeIdentity? identity)
    {
        identity = null;
        Make(folder);
        if (TryLock(Path.Combine(folder, LockFile)) is not { } held)
            return false;
        try
        {
            File.WriteAllText(Path.Combine(folder, HolderFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            identity = new NodeIdentity(folder, ReadOrMakeId(folder, ids), held);
            return true;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void Make(string folder)
    {
        try
        {
            DurableFiles.MakeFolder(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(
                ErrorCodes.Invalid, $"the data folder {folder} cannot be made ({failure.Message.TrimEnd('.')}); set actors.data-dir to a folder that this user may write to", failure);
        }
    }

    /// <summary>The operating system drops the lock with the process, however it ends, so a stale one never stands in the way.</summary>
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"the lock file {path} cannot be opened ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    /// <summary>Held by another process, and not, say, on a disk that is broken, where going on to the next folder would never end.</summary>
    private static bool IsHeld(IOException failure)
    {
        const int WouldBlock = 11; // EWOULDBLOCK
        const int WouldBlockOnBsd = 35;
        const int SharingViolation = unchecked((int)0x80070020);
        return failure.HResult is SharingViolation or WouldBlock or WouldBlockOnBsd;
    }

    private static string ReadOrMakeId(string folder, IdSource ids)
    {
        var path = Path.Combine(folder, IdFile);
        if (!File.Exists(path))
        {
            var made = ids.Next().ToString("x32", CultureInfo.InvariantCulture);
            DurableFiles.Write(path, Encoding.ASCII.GetBytes(made + "\n"));
            return made;
        }

        var text = File.ReadAllText(path).Trim();
        return IsNodeId(text)
            ? text
            : throw new ActorsException(ErrorCodes.Invalid, $"{path} holds no node id (32 hex digits). With another id this node would lose its place on the ring.");
    }

    private static ActorsException InUse(string folder)
    {
        var holder = Path.Combine(folder, HolderFile);
        var pid = File.Exists(holder) ? File.ReadAllText(holder).Trim() : "unknown";
        return new ActorsException(ErrorCodes.InUse, $"The data folder {folder} is in use by process {pid}; set another actors.node-name or actors.data-dir.");
    }
}
