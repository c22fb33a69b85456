using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>Options of util-linux's <c>setpriv</c>, and what of <c>/proc</c> has to be kept from a user who is root outside.</summary>
internal static class Privileges
{
    public const string Setpriv = "/usr/bin/setpriv";

    public static ImmutableArray<string> DropRoot { get; } =
        ["--reuid", $"{WorkFolder.Nobody}", "--regid", $"{WorkFolder.Nobody}", "--clear-groups", "--inh-caps=-all"];

    /// <summary>No capability, no way to gain one, not even for what the namespace calls root.</summary>
    public static ImmutableArray<string> GiveUpAll { get; } =
        ["--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all", "--securebits=+noroot,+noroot_locked"];

    /// <summary>Files of <c>/proc</c> that tell of the host: how its kernel was started, which keys it holds.</summary>
    public static ImmutableArray<string> HiddenEntries { get; } = [.. new[] { "cmdline", "keys" }.Where(entry => File.Exists("/proc/" + entry))];

    /// <summary>
    /// Entries of <c>/proc</c> that are writable for the machine's root by their mode alone, without any capability: bwrap 0.8 leaves <c>sys</c> open when root calls it.
    /// </summary>
    public static ImmutableArray<string> WritableByRoot { get; } =
        [.. new[] { "sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi", "asound" }.Where(entry => Path.Exists("/proc/" + entry))];
}
