using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>One way to keep a program in a box. It only says what to start: starting, watching and ending are the same for all.</summary>
internal interface ISandbox
{
    /// <summary>The name in <c>actors.jobs.sandbox</c>.</summary>
    string Name { get; }

    /// <summary>What it does not keep out, for the log; null when nothing is known.</summary>
    string? Weakness { get; }

    BoxLayout LayoutOf(BoxFolders folders);

    /// <param name="hasCgroup">Memory and processes are held by a control group already.</param>
    LaunchPlan Plan(BoxSpec spec, bool hasCgroup);

    /// <summary>What the program's exit code and first words say, if it is the box itself that failed; null otherwise.</summary>
    string? SetupFailure(int exitCode, string stderr);
}
