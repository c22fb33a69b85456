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
        string[] hosts = [Path.Combine(AppContext.BaseDirectory, "jobhost"), AppContext.BaseDirectory];
        var host = hosts.FirstOrDefault(folder => File.Exists(Path.Combine(folder, JobHost)));
        return root is null || host is null ? null : new DotNetRoot(Path.TrimEndingDirectorySeparator(root), Path.TrimEndingDirectorySeparator(host));
    }
}
