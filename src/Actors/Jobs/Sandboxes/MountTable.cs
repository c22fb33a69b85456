using System.Text;

namespace Actors.Jobs.Sandboxes;

/// <summary>A list of mounts in the format of <c>fstab</c>: one run of <c>mount --all</c> makes them all, in order.</summary>
internal sealed class MountTable(string root)
{
    private readonly StringBuilder _lines = new();

    /// <summary>Shows a host folder or file read-only. Flags that the host's own mount has locked have to be repeated; more are always allowed.</summary>
    public MountTable Show(string source, string inside, string flags = "ro,nosuid,nodev") => Add(source, inside, "none", "bind," + flags);

    public MountTable Add(string source, string inside, string type, string options)
    {
        _lines.Append(Escape(source)).Append(' ').Append(Escape(Path.Combine(root, inside.TrimStart('/')))).Append(' ').Append(type).Append(' ').Append(options).Append(" 0 0\n");
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_lines.ToString());

    // Blanks and the like end a field; a number sign starts a comment only at the start of a line, and paths start with a slash.
    private static string Escape(string path) => path.Replace("\\", "\\134").Replace(" ", "\\040").Replace("\t", "\\011").Replace("\n", "\\012");
}
