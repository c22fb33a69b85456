using Actors.Dataflow.Data;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;

namespace Actors.Dataflow.Nodes;

/// <summary>What a director orders a part to do, as messages of flows.proto.</summary>
internal static class OrderCodec
{
    public static PartOrder Write(object order) => order switch
    {
        PartProtocol.Start start => new PartOrder { Run = start.Run, Start = Write(start.Spec) },
        PartProtocol.Connect connect => new PartOrder { Run = connect.Run, Connect = Write(connect) },
        PartProtocol.ChangeSender change => new PartOrder { ChangeSender = new ChangeSenderMessage { Edge = change.Edge, From = Write(change.From) } },
        PartProtocol.Forget forget => new PartOrder { Forget = forget.Edge },
        PartProtocol.EdgeGone gone => new PartOrder { Run = gone.Run, EdgeGone = gone.Edge },
        PartProtocol.Stop stop => new PartOrder { Run = stop.Run, Signal = PartSignal.Stop },
        PartProtocol.Tell tell => WriteTold(tell),
        _ => throw new ArgumentException($"{order.GetType()} is no order.", nameof(order)),
    };

    /// <exception cref="FlowException">The event is too large, or its data are an object that cannot be written.</exception>
    public static PartOrder Write(long run, FlowProtocol.Inject inject, long number, int maxEventBytes) =>
        new() { Run = run, Inject = new InjectMessage { Number = number, Inbox = inject.Inbox, Event = SealedEvent.Write(inject.Item, maxEventBytes) } };

    /// <param name="order">Any but one to inject an event.</param>
    /// <param name="catalog">The modules that this node knows.</param>
    /// <returns>Null: the director is of a newer version, and has ordered what is not known here.</returns>
    public static object? Read(PartOrder order, ModuleCatalog catalog) => order.OrderCase switch
    {
        PartOrder.OrderOneofCase.Start => new PartProtocol.Start(order.Run, Read(order.Start, catalog)),
        PartOrder.OrderOneofCase.Connect => Read(order.Run, order.Connect),
        PartOrder.OrderOneofCase.ChangeSender => new PartProtocol.ChangeSender(order.ChangeSender.Edge, Read(order.ChangeSender.From)),
        PartOrder.OrderOneofCase.Forget => new PartProtocol.Forget(order.Forget),
        PartOrder.OrderOneofCase.EdgeGone => new PartProtocol.EdgeGone(order.Run, order.EdgeGone),
        PartOrder.OrderOneofCase.Signal when order.Signal == PartSignal.Stop => new PartProtocol.Stop(order.Run),
        _ => ReadTold(order, catalog) is { } told ? new PartProtocol.Tell(order.Run, told) : null,
    };

    public static FlowEvent EventOf(InjectMessage inject) => SealedEvent.Open(inject.Event);

    private static PartOrder WriteTold(PartProtocol.Tell tell)
    {
        var order = new PartOrder { Run = tell.Run };
        switch (tell.Message)
        {
            case FlowProtocol.Begin begin:
                order.Begin = new BeginMessage { SourceEnded = begin.SourceEnded };
                break;
            case FlowProtocol.Reload reload:
                order.Reload = Write(reload.Spec);
                break;
            case FlowProtocol.Drain:
                order.Signal = PartSignal.Drain;
                break;
            case FlowProtocol.FlushHeld:
                order.Signal = PartSignal.FlushHeld;
                break;
            case FlowProtocol.CloseCircle:
                order.Signal = PartSignal.CloseCircle;
                break;
            case FlowProtocol.SetLimits limits:
                order.SetLimits = new SetLimitsMessage { Edge = limits.Edge, Window = limits.Window };
                if (limits.Ttl is { } ttl) order.SetLimits.Ttl = ttl;
                break;
            case FlowProtocol.GetReport get:
                order.GetReport = get.Round;
                break;
            case FlowProtocol.GetTrace get:
                order.GetTrace = new GetTraceMessage { Round = get.Round, Event = EventCodec.WriteId(get.Event) };
                break;
            default:
                throw new ArgumentException($"{tell.Message.GetType()} is nothing that a director says.", nameof(tell));
        }

        return order;
    }

    private static object? ReadTold(PartOrder order, ModuleCatalog catalog) => (order.OrderCase, order.Signal) switch
    {
        (PartOrder.OrderOneofCase.Begin, _) => new FlowProtocol.Begin(order.Begin.SourceEnded),
        (PartOrder.OrderOneofCase.Reload, _) => new FlowProtocol.Reload(Read(order.Reload, catalog)),
        (PartOrder.OrderOneofCase.SetLimits, _) => new FlowProtocol.SetLimits(order.SetLimits.Edge, order.SetLimits.Window, order.SetLimits.HasTtl ? order.SetLimits.Ttl : null),
        (PartOrder.OrderOneofCase.GetReport, _) => new FlowProtocol.GetReport(order.GetReport),
        (PartOrder.OrderOneofCase.GetTrace, _) => new FlowProtocol.GetTrace(order.GetTrace.Round, EventCodec.ReadId(order.GetTrace.Event)),
        (_, PartSignal.Drain) => new FlowProtocol.Drain(),
        (_, PartSignal.FlushHeld) => new FlowProtocol.FlushHeld(),
        (_, PartSignal.CloseCircle) => new FlowProtocol.CloseCircle(),
        _ => null,
    };

    private static ConnectMessage Write(PartProtocol.Connect connect)
    {
        var message = new ConnectMessage { Cut = { connect.Cut } };
        message.Inlets.Add(connect.Inlets.Select(inlet => new InletMessage
        {
            Edge = inlet.Edge,
            Inbox = inlet.Inbox,
            Window = inlet.Window,
            ClosesCircle = inlet.ClosesCircle,
            CreditWhenHandled = inlet.CreditWhenHandled,
            Sender = inlet.Sender,
            From = inlet.From is { } from ? Write(from) : null,
        }));
        foreach (var outlet in connect.Outlets)
        {
            var written = new OutletMessage
            {
                Edge = outlet.Edge,
                Outbox = outlet.Outbox,
                Kind = (int)outlet.Kind,
                Window = outlet.Window,
                Receiver = outlet.Receiver,
                KeepsUntilHandled = outlet.KeepsUntilHandled,
                Confirms = outlet.Confirms,
            };
            if (outlet.Ttl is { } ttl) written.Ttl = ttl;
            message.Outlets.Add(written);
        }

        return message;
    }

    private static PartProtocol.Connect Read(long run, ConnectMessage message) => new(
        run,
        [.. message.Inlets.Select(inlet => new InletPlan(inlet.Edge, inlet.Inbox, inlet.Window, inlet.ClosesCircle, inlet.CreditWhenHandled, inlet.Sender, inlet.From is { } from ? Read(from) : null))],
        [.. message.Outlets.Select(outlet => new OutletPlan(
            outlet.Edge, outlet.Outbox, (EdgeKind)outlet.Kind, outlet.Window, outlet.HasTtl ? outlet.Ttl : null, outlet.Receiver, outlet.KeepsUntilHandled, outlet.Confirms))],
        [.. message.Cut]);

    private static FarEndMessage Write(FarEnd end)
    {
        var message = new FarEndMessage { Link = end.Link };
        if (end.Path is { } path) message.Path = path;
        return message;
    }

    private static FarEnd Read(FarEndMessage message) => new(message.HasPath ? message.Path : null, message.Link);

    private static ActorSpecMessage Write(FlowActorSpec spec)
    {
        var options = spec.Options;
        var message = new ActorSpecMessage
        {
            Name = spec.Name,
            Module = spec.Module.Type.Name,
            Settings = spec.Module.Text!,
            Queue = options.Queue,
            Concurrency = options.Concurrency,
            Rescue = options.Rescue,
            RescuePause = options.RescuePause.Ticks,
            OnFailure = (int)options.OnFailure,
            Delivery = (int)options.Delivery,
            Role = options.Role ?? "",
        };
        if (options.Timeout is { } timeout) message.Timeout = timeout.Ticks;
        return message;
    }

    private static FlowActorSpec Read(ActorSpecMessage message, ModuleCatalog catalog) => new(message.Name, ModuleOf(message, catalog), new FlowActorOptions
    {
        Queue = message.Queue,
        Concurrency = message.Concurrency,
        Rescue = message.Rescue,
        RescuePause = TimeSpan.FromTicks(message.RescuePause),
        Timeout = message.HasTimeout ? TimeSpan.FromTicks(message.Timeout) : null,
        OnFailure = (FailurePolicy)message.OnFailure,
        Delivery = (EdgeDelivery)message.Delivery,
        Role = message.Role,
    });

    // What is not known here cannot be started, which is told by the error edges like any other failure to start.
    private static ModuleSpec ModuleOf(ActorSpecMessage message, ModuleCatalog catalog)
    {
        if (catalog.Find(message.Module) is not { } type)
            return UnknownModule.Spec(message.Module, $"this node knows no module {message.Module}; name its assembly in actors.dataflow.modules of the node");
        try
        {
            return ModuleSpec.FromText(type, message.Settings);
        }
        catch (Exception failure)
        {
            return UnknownModule.Spec(message.Module, failure.Message);
        }
    }
}
