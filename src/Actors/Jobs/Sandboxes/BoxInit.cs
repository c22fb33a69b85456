using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>
/// The first process of a box: waits for the program and for all that is orphaned, and ends as the program ended (128 + signal for a signal). When it
/// ends, the kernel ends everything else in the box. Its command line, which the program can read, says nothing of the host.
/// </summary>
internal static class BoxInit
{
    /// <param name="builtAt">See <see cref="Processes.LaunchPlan.BuiltAt"/>. It is closed before the program starts, so the program can neither write to it nor keep it from being written to.</param>
    // The program's arguments are never read as shell text.
    public static ImmutableArray<string> Command(int builtAt) => ["/bin/sh", "-c", $"echo >&{builtAt}; exec {builtAt}>&-; \"$@\"; exit $?", "box"];
}
