namespace Actors.Benchmarks.Services.Peers;

/// <summary>What a peer needs of this machine.</summary>
internal static class Installed
{
    /// <summary>Whether all of these files are there. If not, a line on stderr says what to install.</summary>
    public static bool All(string peer, string packages, params string[] files)
    {
        if (Array.Find(files, file => !File.Exists(file)) is not { } missing)
            return true;
        Console.Error.WriteLine($"{peer} is not measured: there is no {missing}; apt-get install {packages}");
        return false;
    }

    /// <summary>A program that comes with this one.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Services", "Peers", name);
}
