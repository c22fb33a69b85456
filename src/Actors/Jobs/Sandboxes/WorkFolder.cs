using System.Text;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>
/// The folder of one worker for everything short-lived: boxes, fetched inputs, compiled programs. By default a new one below the system's temporary
/// folder: what a box can learn of its host's paths (in <c>/proc/self/mountinfo</c>) then says nothing.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    /// <summary>The user and group that boxes run as when we are root: "nobody" everywhere.</summary>
    public const int Nobody = 65534;

    private const string Prefix = "actors-jobs-";
    private const int MostTries = 5;
    private const UnixFileMode Traversable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;
    private const UnixFileMode Readable = Traversable | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private readonly FileStream _lock;
    private int _boxes;

    private WorkFolder(string root)
    {
        Root = root;
        _lock = new FileStream(LockFile(root), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(root, Traversable);
        if (IsRoot)
            _ = LibC.ChangeOwner(Encoding.UTF8.GetBytes(root + "\0"), 0, Nobody); // so that the boxes' user, and no other, gets through
        Skeleton = Path.Combine(root, "root");
        BoxSkeleton.Make(Skeleton);
    }

    public string Root { get; }

    /// <summary>An empty root for boxes that do not bring their own.</summary>
    public string Skeleton { get; }

    public static bool IsRoot { get; } = OperatingSystem.IsLinux() && LibC.EffectiveUser() == 0;

    /// <summary>Below <paramref name="parent"/>, or below the temporary folder when that is empty. What processes that are gone have left there is removed.</summary>
    public static WorkFolder Create(string parent)
    {
        parent = parent.Length > 0 ? parent : Path.GetTempPath();
        Directory.CreateDirectory(parent);
        foreach (var old in Directory.GetDirectories(parent, Prefix + "*"))
            RemoveIfLeft(old);
        for (var tries = 1; ; tries++)
        {
            // A name that nobody can foresee and a mode that lets nobody else in, in one step.
            var root = OperatingSystem.IsLinux() ? LibC.MakeUniqueFolder(Path.Combine(parent, Prefix)) : Directory.CreateTempSubdirectory(Prefix).FullName;
            try
            {
                return new WorkFolder(root);
            }
            catch (IOException) when (tries < MostTries)
            {
                // A worker that starts at this moment has taken the folder for a leftover, before it was locked.
            }
        }
    }

    /// <summary>A folder of this name that only we can look into.</summary>
    public string Private(string name)
    {
        var folder = Path.Combine(Root, name);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>New folders for one box.</summary>
    public BoxFolders NewBox()
    {
        var folders = new BoxFolders(Path.Combine(Root, $"box-{Interlocked.Increment(ref _boxes)}"));
        foreach (var folder in new[] { folders.Root, folders.Job, folders.Net, folders.Scratch })
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, Readable);
        }

        return folders;
    }

    /// <summary>Removes a box's folders. A job without a box may have left links there; they are removed, not followed.</summary>
    public static void Remove(BoxFolders folders)
    {
        try
        {
            Directory.Delete(folders.Root, recursive: true);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be removed now goes with the whole work folder.
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        RemoveIfLeft(Root);
    }

    private static string LockFile(string root) => Path.Combine(root, "lock");

    private static void RemoveIfLeft(string root)
    {
        // In a temporary folder anybody can make folders and links with our prefix. What is our own folder nobody else can replace or write to.
        if (OperatingSystem.IsLinux() && LibC.OwnerOfFolder(root) != LibC.EffectiveUser())
            return;
        try
        {
            // A living process's lock cannot be had.
            using (new FileStream(LockFile(root), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                Directory.Delete(root, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Not ours to remove.
        }
    }
}
