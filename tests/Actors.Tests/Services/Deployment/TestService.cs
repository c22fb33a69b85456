using Actors.Services;

namespace Actors.Tests.Services.Deployment;

/// <summary>Where the assembly lies that the tests deploy.</summary>
internal static class TestService
{
    public const string Type = "Actors.TestService.Counter";

    /// <summary>artifacts/bin/Actors.Tests/release is where the tests run.</summary>
    public static string Folder { get; } = Find();

    public static string Assembly { get; } = Path.Combine(Folder, "Actors.TestService.dll");

    public static NewDeployment Version(string version, int instances = 1) => new() { Path = Assembly, Type = Type, Version = version, Arguments = [version], Instances = instances };

    private static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "Actors.TestService", here.Name);
    }
}
