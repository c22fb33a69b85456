namespace Actors.Cli.Remote;

/// <summary>Says what it means that ssh itself failed, which it tells by exit code 255 and a line on stderr.</summary>
internal static class SshFailure
{
    public const int ExitCode = 255;

    public static ActorsException Of(HostEntry host, string errors)
    {
        var words = LastLine(errors);
        var (code, meaning, advice) = true switch
        {
            _ when Has(errors, "Permission denied") =>
                (ErrorCodes.Failed, "the host does not accept the key", $"name the right one with --identity FILE, or put its public half into the host's authorized_keys (ssh-copy-id {Login(host)})"),
            _ when Has(errors, "Host key verification failed") || Has(errors, "IDENTIFICATION HAS CHANGED") =>
                (ErrorCodes.Failed, "the host's own key is unknown or has changed", $"compare it and accept it once by hand: ssh {Login(host)}"),
            _ when Has(errors, "Could not resolve") => (ErrorCodes.Unreachable, "there is no such host", $"check the name at {host.Place}"),
            _ => (ErrorCodes.Unreachable, "cannot be reached by ssh", $"see that it is up and that its sshd listens: ssh {Login(host)}"),
        };
        return new ActorsException(code, $"{meaning} ({(words.Length > 0 ? words : "ssh said nothing")}); {advice}");
    }

    /// <summary>The last line that says something.</summary>
    public static string LastLine(string errors) => errors.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "";

    private static bool Has(string errors, string words) => errors.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Login(HostEntry host) =>
        (host.SshPort is { } port ? $"-p {port} " : "") + (host.User is { } user ? $"{user}@" : "") + host.Host;
}
