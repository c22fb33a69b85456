namespace Actors.Services.Deployment.Agents;

/// <summary>What a child is to know and nobody else, as every user of a machine can see command lines.</summary>
internal static class PrivateFile
{
    /// <summary>Nobody but this user can read it, not even while it is being written.</summary>
    public static string Write(string file, ReadOnlySpan<byte> content)
    {
        File.Delete(file); // the mode is that of a file that is made
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(content);
        return file;
    }
}
