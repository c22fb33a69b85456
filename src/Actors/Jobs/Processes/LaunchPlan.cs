using System.Collections.Immutable;

namespace Actors.Jobs.Processes;

/// <summary>One program to start: exactly this argument list, exactly this environment, and nothing else of ours but stdout and stderr.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Without the program's own name; no shell reads them.</param>
/// <param name="Environment">All of it: nothing is inherited.</param>
/// <param name="Descriptors">Read-only contents that the program finds at these descriptor numbers, from 3 up.</param>
/// <param name="Folder">The working folder; null keeps ours.</param>
internal sealed record LaunchPlan(
    string Program,
    ImmutableArray<string> Arguments,
    ImmutableArray<KeyValuePair<string, string>> Environment,
    ImmutableArray<ReadOnlyMemory<byte>> Descriptors,
    string? Folder)
{
    private const int FirstDescriptor = 3;

    /// <summary>The program writes a byte to the descriptor <see cref="BuiltAt"/> once its box is built, before anything foreign runs.</summary>
    public bool TellsWhenBuilt { get; init; }

    /// <summary>The descriptor after those with contents.</summary>
    public int BuiltAt => FirstDescriptor + Descriptors.Length;
}
