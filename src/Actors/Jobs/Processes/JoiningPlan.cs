using System.Collections.Immutable;

namespace Actors.Jobs.Processes;

/// <summary>Makes a program join control groups before it is anything else, so that no child of its can be outside.</summary>
internal static class JoiningPlan
{
    // $1 how many files, then the files, then the program. The script is fixed: nothing of these is read as shell text.
    private const string Script = """n=$1; shift; while [ "$n" -gt 0 ]; do echo 0 >"$1" || exit 125; shift; n=$((n - 1)); done; exec "$@" """;

    public static LaunchPlan Wrap(LaunchPlan plan, ImmutableArray<string> files) => plan with
    {
        Program = "/bin/sh",
        Arguments = ["-c", Script, "actors-box", $"{files.Length}", .. files, plan.Program, .. plan.Arguments],
    };
}
