using System.Collections.Immutable;
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

    /// <summary>Where the program can write, each a file system in memory; none when it is not in a box.</summary>
    ImmutableArray<string> MemoryFolders { get; }

    /// <param name="spec">What is to run.</param>
    /// <param name="hasCgroup">Memory and processes are held by a control group already.</param>
    LaunchPlan Plan(BoxSpec spec, bool hasCgroup);
}
