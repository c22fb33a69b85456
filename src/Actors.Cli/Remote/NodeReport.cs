namespace Actors.Cli.Remote;

/// <summary>How it stands with a node after a command.</summary>
internal enum NodeState
{
    /// <summary>By this command.</summary>
    Started,

    /// <summary>It did before.</summary>
    Running,

    /// <summary>By this command.</summary>
    Stopped,

    /// <summary>It does not run, and did not before.</summary>
    Absent,

    Failed,
}

/// <summary>What a command did about a node, or why it could not.</summary>
/// <param name="Node">Of the plan.</param>
/// <param name="State">Where it ended.</param>
internal sealed record NodeReport(RemoteNode Node, NodeState State)
{
    /// <summary>What its ready line says behind <c>ready</c>: its address and its roles; empty before it is ready.</summary>
    public string Ready { get; init; } = "";

    public string Address => Ready.Split(' ')[0];

    /// <summary>Of its process on the machine.</summary>
    public int? Pid { get; init; }

    /// <summary>It runs since an earlier start, by another program or with other settings.</summary>
    public bool Differs { get; init; }

    public ActorsException? Failure { get; init; }

    public static NodeReport Of(RemoteNode node, HostReply reply) => new(node, StateOf(reply["state"]))
    {
        Ready = reply["ready"] ?? "",
        Pid = int.TryParse(reply["pid"], out var pid) ? pid : null,
        Differs = reply["differs"] != null,
    };

    private static NodeState StateOf(string? word) => word switch
    {
        "started" => NodeState.Started,
        "running" => NodeState.Running,
        "stopped" => NodeState.Stopped,
        "absent" => NodeState.Absent,
        _ => throw new ActorsException(ErrorCodes.Failed, "the host's shell did not run the script; see whether it is a POSIX shell"),
    };
}
