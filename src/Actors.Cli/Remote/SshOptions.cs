namespace Actors.Cli.Remote;

/// <summary>How to call the system's ssh. What is not said here is left to its own configuration, the check of host keys above all.</summary>
/// <param name="Identity">A private key; null: what ssh finds by itself.</param>
/// <param name="Extra">Further options in ssh's own words, <c>Name=Value</c>; the first one of a name holds, so these come before ours.</param>
internal sealed record SshOptions(string? Identity, IReadOnlyList<string> Extra)
{
    // Nobody is there to type a password. A machine that is down should not hold up the others for the minutes that TCP takes. And of the user's own configuration: a
    // shared connection that is kept open in the background would keep our pipes open with it, ports cannot be forwarded twice, and the command is ours.
    private static readonly string[] Ours =
    [
        "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3", "ControlMaster=no", "ClearAllForwardings=yes", "RemoteCommand=none",
    ];

    /// <summary>The arguments of <c>ssh</c> that run a command on a host, without a terminal.</summary>
    public IReadOnlyList<string> Arguments(HostEntry host, string command)
    {
        List<string> arguments = ["-T"];
        foreach (var option in Extra) arguments.AddRange(["-o", option]);
        if (Identity != null) arguments.AddRange(["-i", Identity, "-o", "IdentitiesOnly=yes"]);
        foreach (var option in Ours) arguments.AddRange(["-o", option]);
        if (host.SshPort is { } port) arguments.AddRange(["-p", $"{port}"]);
        if (host.User is { } user) arguments.AddRange(["-l", user]);
        return [.. arguments, "--", host.Host, command];
    }
}
