using System.Runtime.InteropServices;

namespace Actors.Jobs.Runtimes;

/// <summary>Where .NET and the job host are on this machine.</summary>
internal sealed record DotNetRoot(string Root, string JobHostFolder)
{
    private const string JobHost = "Actors.JobHost.dll";

    public static string Muxer => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Null when there is no <c>dotnet</c> or no job host: then C# jobs cannot run here.</summary>
    public static DotNetRoot? Find()
    {
        // shared/Microsoft.NETCore.App/10.0.0/ is three below the root.
        var own = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string?[] candidates = [own, Environment.GetEnvironmentVariable("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"];
        var root = candidates.FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, Muxer)));
        // A folder of its own: all of it is shown to jobs.
        var host = Path.Combine(AppContext.BaseDirectory, "jobhost");
        return root is null || !File.Exists(Path.Combine(host, JobHost)) ? null : new DotNetRoot(Path.TrimEndingDirectorySeparator(root), host);
    }
}
