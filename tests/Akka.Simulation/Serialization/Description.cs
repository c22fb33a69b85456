using System.Collections;
using System.Reflection;
using Akka.Actor;
using Akka.Util;

namespace Akka.Simulation.Serialization;

/// <summary>All that an object says, as text: two that have the same text say the same.</summary>
internal static class Description
{
    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string or ValueType { } and (bool or byte or int or uint or long or ulong or TimeSpan or Enum) => $"{value}",
        IActorRef actor => actor.Path.ToSerializationFormat(),
        ActorPath path => path.ToSerializationFormat(),
        Address or AppVersion => value.ToString()!,
        Exception e => $"{e.GetType().Name}: {e.Message} <- {Of(e.InnerException)}",
        Akka.Configuration.Config config => config.Root.ToString()!,
        IEnumerable items => "[" + string.Join("; ", InOrder(items)) + "]",
        _ => $"{value.GetType().Name}({string.Join(", ", PropertiesOf(value))})",
    };

    // The order of hash sets means nothing.
    private static IEnumerable<string> InOrder(IEnumerable items)
    {
        var texts = items.Cast<object?>().Select(Of);
        return items.GetType().Name.Contains("Hash", StringComparison.Ordinal) ? texts.Order(StringComparer.Ordinal) : texts;
    }

    private static IEnumerable<string> PropertiesOf(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is not null && p.Name is not ("EqualityContract" or "ChangedAt" or "Next"))
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Name}={Of(p.GetValue(value))}");
}
