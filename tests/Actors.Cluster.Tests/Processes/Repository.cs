namespace Actors.Cluster.Tests.Processes;

/// <summary>The repository that the tests were built in: samples and profiles are used where they are.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Sample(params string[] path) => Path.Combine([Root, "samples", .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Actors.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
