using System.Collections.Immutable;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>The environment of every job: fixed values, nothing of the host's.</summary>
internal static class PlainEnvironment
{
    public static ImmutableArray<KeyValuePair<string, string>> Of(BoxLayout layout) =>
    [
        new("PATH", "/usr/bin:/bin"), new("HOME", layout.Scratch), new("TMPDIR", layout.Scratch), new("LANG", "C.UTF-8"), new("ACTORS_NET", layout.Net),
    ];
}
