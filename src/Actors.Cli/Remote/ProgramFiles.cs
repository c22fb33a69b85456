using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Actors.Cli.Remote;

/// <summary>The files of the program that go to the machines, and what they need there.</summary>
/// <param name="Folder">Where they are here.</param>
/// <param name="Paths">Relative to it, with '/', in a fixed order.</param>
/// <param name="Hash">Of all names and contents: the same program has the same one wherever it was built or copied.</param>
/// <param name="Frameworks">Each a name and a major version, parted by a blank.</param>
internal sealed record ProgramFiles(string Folder, IReadOnlyList<string> Paths, string Hash, IReadOnlyList<string> Frameworks)
{
    public const string Main = "Actors.Cli.dll";

    private const string RuntimeConfig = "Actors.Cli.runtimeconfig.json";

    // Native libraries of systems that have no sshd and no POSIX shell to be started by.
    private static readonly string[] OtherSystems = ["win", "android", "ios", "browser", "maccatalyst", "tvos"];

    /// <exception cref="ActorsException">The folder does not hold the program.</exception>
    public static ProgramFiles In(string folder)
    {
        foreach (var needed in (string[])[Main, RuntimeConfig])
        {
            if (!File.Exists(Path.Combine(folder, needed)))
                throw new ActorsException(ErrorCodes.Invalid, $"--program {folder}: expected the folder of the built program; it has no {needed}; name one, for example artifacts/bin/Actors.Cli/release");
        }

        string[] paths = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Where(IsWanted).Order(StringComparer.Ordinal)];
        return new ProgramFiles(folder, paths, HashOf(folder, paths), FrameworksIn(Path.Combine(folder, RuntimeConfig)));
    }

    /// <summary>Documentation files are for compilers.</summary>
    public static bool IsWanted(string path) =>
        !path.EndsWith(".xml", StringComparison.Ordinal) &&
        !OtherSystems.Any(system => path.StartsWith($"runtimes/{system}", StringComparison.Ordinal));

    private static string HashOf(string folder, string[] paths)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            using var file = File.OpenRead(Path.Combine(folder, path));
            whole.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
            whole.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset())[..16];
    }

    private static string[] FrameworksIn(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var options = document.RootElement.GetProperty("runtimeOptions");
        var frameworks = options.TryGetProperty("frameworks", out var several) ? several.EnumerateArray().ToArray() : [options.GetProperty("framework")];
        return [.. frameworks.Select(framework => $"{framework.GetProperty("name").GetString()} {framework.GetProperty("version").GetString()!.Split('.')[0]}")];
    }
}
