using System.Text;

namespace Actors.Cli.Remote;

/// <summary>A machine at the other end of ssh: runs scripts there, and turns what went wrong into one line.</summary>
internal sealed class Machine(RemoteNode node, SshOptions options, RunSsh run)
{
    public RemoteNode Node => node;

    /// <summary>Runs a script of <see cref="RemoteScripts"/>.</summary>
    /// <exception cref="ActorsException">The machine cannot be reached, or the script says that something is wrong.</exception>
    public async Task<HostReply> AskAsync(string script, CancellationToken cancel)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(script));
        var result = await run(options.Arguments(node.Host, RemoteScripts.Shell), input, cancel).ConfigureAwait(false);
        var reply = HostReply.Parse(result.Output);
        if (reply["error"] is { } error) throw new ActorsException(ErrorCodes.Failed, error);
        Check(result);
        return reply;
    }

    /// <exception cref="ActorsException">Likewise.</exception>
    public async Task SendAsync(Stream archive, string folder, CancellationToken cancel) =>
        Check(await run(options.Arguments(node.Host, RemoteScripts.Unpack(folder)), archive, cancel).ConfigureAwait(false));

    private void Check(SshResult result)
    {
        if (result.ExitCode == SshFailure.ExitCode) throw SshFailure.Of(node.Host, result.Errors);
        if (result.ExitCode != 0)
            throw new ActorsException(ErrorCodes.Failed, $"a command on the host ended with exit code {result.ExitCode} ({SshFailure.LastLine(result.Errors)})");
    }
}
