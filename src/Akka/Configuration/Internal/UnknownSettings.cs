using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration.Internal;

/// <summary>A setting of a user's that the engine does not read.</summary>
/// <param name="Origin">Where it is written.</param>
/// <param name="Path">Its path, or that of the topmost section that is unknown as a whole.</param>
internal readonly record struct UnknownSetting(Origin Origin, string Path)
{
    public override string ToString() =>
        $"{Origin}{Path}: expected a setting that the engine reads, found one that it does not know; it is misspelt, or belongs to a part of Akka.NET that is not offered here";
}

/// <summary>
/// Finds what a user's configuration sets below <c>akka</c> and no reference configuration has. All that the engine reads is in a reference
/// configuration, so the rest is without effect, which its author should hear.
/// </summary>
internal static class UnknownSettings
{
    private const string Root = "akka";

    /// <summary>Sections with keys of the user's own choice, besides those that a reference configuration leaves empty.</summary>
    private static readonly HashSet<string> FreeForm =
    [
        "akka.actor.deployment",
        "akka.actor.mailbox.requirements",
        "akka.actor.router.type-mapping",
        "akka.actor.serialization-bindings",
        "akka.actor.serialization-identifiers",
        "akka.actor.serialization-settings",
        "akka.actor.serializers",
        "akka.cluster.role",
        "akka.cluster.split-brain-resolver",
        "akka.coordinated-shutdown.phases",
        "akka.remote.adapters",
    ];

    /// <summary>A section with one of these defines something of the user's: a dispatcher, a mailbox, a plug-in, a transport.</summary>
    private static readonly string[] Definitions = ["type", "mailbox-type", "class", "implementation-class", "transport-class", "provider-class"];

    /// <param name="userConfig">What the user wrote, without the reference configurations.</param>
    /// <param name="referenceConfigs">Asked for one after the other, as long as something is still unknown.</param>
    internal static IReadOnlyList<UnknownSetting> Find(Config userConfig, IEnumerable<Config> referenceConfigs)
    {
        if (userConfig.GetValue(Root)?.Node is not ObjectNode user) return [];
        var references = new List<ObjectNode>();
        var unknown = new List<UnknownSetting>();
        foreach (var reference in referenceConfigs)
        {
            if (reference.GetValue(Root)?.Node is not ObjectNode known) continue;
            references.Add(known);
            unknown.Clear();
            Collect(user, references, Root, unknown);
            if (unknown.Count == 0) break;
        }

        return unknown;
    }

    private static void Collect(ObjectNode user, List<ObjectNode> references, string path, List<UnknownSetting> unknown)
    {
        for (var i = 0; i < user.Count; i++)
        {
            var below = $"{path}.{Printer.Key(user.KeyAt(i))}";
            if (FreeForm.Contains(below)) continue;
            var value = user.ValueAt(i);
            var known = ValuesOf(references, user.KeyAt(i));
            if (known.Count == 0)
            {
                if (!IsDefinition(value)) unknown.Add(new UnknownSetting(value.Origin, below));
            }
            else if (value is ObjectNode { Count: > 0 } section && !known.Exists(IsFreeForm))
            {
                Collect(section, [.. known.OfType<ObjectNode>()], below, unknown);
            }
        }
    }

    private static List<Node> ValuesOf(List<ObjectNode> references, string key)
    {
        var values = new List<Node>();
        foreach (var reference in references)
            if (reference.TryGet(key, out var value)) values.Add(value);
        return values;
    }

    private static bool IsFreeForm(Node reference) => reference is ObjectNode { Count: 0 };

    private static bool IsDefinition(Node value) => value is ObjectNode section && Array.Exists(Definitions, key => section.IndexOf(key) >= 0);
}
