using System.Security.Cryptography;

namespace Actors.Cli.Remote;

/// <summary>The cluster's secret: what the user gives, or else one that is made at the first start and kept beside the hosts file for the next one and for commands.</summary>
internal static class ClusterSecret
{
    private const int Bytes = 32;

    public static string FileBeside(string hostsFile) => hostsFile + ".secret";

    /// <exception cref="ActorsException">The secret is none, or cannot be kept.</exception>
    public static string Of(string hostsFile, string? given)
    {
        var file = FileBeside(hostsFile);
        try
        {
            var secret = given ?? (File.Exists(file) ? File.ReadAllText(file).Trim() : Make(file));
            if (secret.Length == 0 || secret.Any(char.IsControl))
                throw new ActorsException(ErrorCodes.Invalid, $"expected the cluster's secret on one line of {(given == null ? file : "the file of --secret-file")}; found {(secret.Length == 0 ? "nothing" : "several lines or control characters")}");
            return secret;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"the cluster's secret cannot be kept in {file}: {failure.Message.TrimEnd('.')}; make a secret yourself and give its file with --secret-file", failure);
        }
    }

    private static string Make(string file)
    {
        var secret = RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(secret);
        return secret;
    }
}
