#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Remote.Serialization;

/// <summary>Messages on their way along an <see cref="ActorSelection"/>, with the rest of that way.</summary>
public class MessageContainerSerializer : Serializer
{
    public MessageContainerSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not ActorSelectionMessage selection) throw new ArgumentException($"{GetType()} cannot serialize {obj?.GetType()}", nameof(obj));
        var wire = new WireSelection
        {
            Message = PayloadWrapping.Wrap(system, selection.Message),
            WildcardFanOut = selection.WildCardFanOut,
        };
        foreach (var element in selection.Elements) wire.Steps.Add(Step(element));
        return wire.ToByteArray();
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(MessageContainerSerializer), "", e);
        }
    }

    private ActorSelectionMessage Read(byte[] bytes)
    {
        var wire = WireSelection.Parser.ParseFrom(bytes);
        var elements = new SelectionPathElement[wire.Steps.Count];
        for (var i = 0; i < elements.Length; i++) elements[i] = Element(wire.Steps[i]);
        return new ActorSelectionMessage(PayloadWrapping.Unwrap(system, wire.Message), elements, wire.WildcardFanOut);
    }

    private static WireSelectionStep Step(SelectionPathElement element) => element switch
    {
        SelectChildName name => new WireSelectionStep { Name = name.Name },
        SelectChildPattern pattern => new WireSelectionStep { Pattern = pattern.PatternStr },
        SelectParent => new WireSelectionStep { Parent = true },
        SelectChildRecursive => new WireSelectionStep { Recursive = true },
        _ => throw new ArgumentException($"Unknown selection element {element.GetType()}", nameof(element)),
    };

    private static SelectionPathElement Element(WireSelectionStep step) => step.StepCase switch
    {
        WireSelectionStep.StepOneofCase.Name => new SelectChildName(step.Name),
        WireSelectionStep.StepOneofCase.Pattern => new SelectChildPattern(step.Pattern),
        WireSelectionStep.StepOneofCase.Parent => new SelectParent(),
        WireSelectionStep.StepOneofCase.Recursive => SelectChildRecursive.Instance,
        _ => throw new SerializationException("A selection has an empty step"),
    };
}
