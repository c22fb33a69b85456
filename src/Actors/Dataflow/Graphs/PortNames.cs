namespace Actors.Dataflow.Graphs;

/// <summary>What a port is called where an edge does not say: the module's only one, or, where it may have any, the name of the actor at the other end.</summary>
internal static class PortNames
{
    public static string Outbox(FlowModuleAttribute module, string other) => Usual(module.Outboxes, other);

    public static string Inbox(FlowModuleAttribute module, string other) => Usual(module.Inboxes, other);

    private static string Usual(string[] declared, string other)
    {
        var names = declared.Select(port => port.TrimEnd('?')).ToList();
        return names.Find(name => name != FlowModuleAttribute.Any) ?? other;
    }
}
