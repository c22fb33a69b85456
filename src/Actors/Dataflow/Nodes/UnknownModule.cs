using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Nodes;

/// <summary>Stands for a module that this node cannot make; starting it fails with the reason.</summary>
[FlowModule("unknown", "A module that this node cannot make.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
internal sealed class UnknownModule(string reason) : FlowModule
{
    public static ModuleSpec Spec(string module, string reason) => ModuleSpec.Local(ModuleType.Local<UnknownModule>(), (module, reason), () => new UnknownModule(reason));

    protected override ValueTask StartAsync(CancellationToken cancel) => throw new FlowException(FlowErrorKind.Unavailable, reason);
}
