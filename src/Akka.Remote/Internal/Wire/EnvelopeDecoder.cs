using Akka.Actor;

namespace Akka.Remote.Internal.Wire;

/// <summary>Reads what an <see cref="EnvelopeEncoder"/> wrote, in the same order: its tables follow the peer's definitions.</summary>
internal sealed class EnvelopeDecoder(IRefResolver resolver, int tableCapacity)
{
    private readonly ReceiveTable<Recipient> _recipients = new(tableCapacity);
    private readonly ReceiveTable<IActorRef> _senders = new(tableCapacity);
    private readonly ReceiveTable<PayloadClass> _classes = new(tableCapacity);

    /// <summary>Reads recipient, sender and class; what then is left in the reader is the payload.</summary>
    /// <exception cref="WireFormatException">The frame is not what the peer's encoder would have written.</exception>
    public EnvelopeHeader ReadHeader(ref WireReader reader)
    {
        var recipient = ReadRecipient(ref reader);
        var sender = ReadSender(ref reader);
        var token = reader.ReadVarint();
        return token < Token.InlineClass
            ? new EnvelopeHeader(recipient, sender, token, default)
            : new EnvelopeHeader(recipient, sender, token, ReadClass(token, ref reader));
    }

    private IInternalActorRef ReadRecipient(ref WireReader reader)
    {
        var token = reader.ReadVarint();
        switch (token)
        {
            case Token.NoPath:
                throw new WireFormatException("a message without a recipient");
            case Token.InlinePath:
                return resolver.ResolveRecipient(reader.ReadString(PathText.MaxBytes));
            case Token.DefinePath:
                var text = reader.ReadString(PathText.MaxBytes);
                var resolved = resolver.ResolveRecipient(text);
                _recipients.Define(new Recipient(text, resolved));
                return resolved;
            default:
                ref var known = ref _recipients[token - Token.FirstPathId];
                // A path without uid means whoever lives there now, and may have got a successor since.
                if (known.Ref.IsTerminated) known = known with { Ref = resolver.ResolveRecipient(known.Text) };
                return known.Ref;
        }
    }

    private IActorRef? ReadSender(ref WireReader reader)
    {
        var token = reader.ReadVarint();
        switch (token)
        {
            case Token.NoPath:
                return null;
            case Token.InlinePath:
                return resolver.ResolveSender(reader.ReadString(PathText.MaxBytes));
            case Token.DefinePath:
                var resolved = resolver.ResolveSender(reader.ReadString(PathText.MaxBytes));
                _senders.Define(resolved);
                return resolved;
            default:
                return _senders[token - Token.FirstPathId];
        }
    }

    private PayloadClass ReadClass(uint token, ref WireReader reader)
    {
        if (token >= Token.FirstClassId) return _classes[token - Token.FirstClassId];
        var serializerId = reader.ReadInt32();
        var read = new PayloadClass(serializerId, reader.ReadString(PayloadClass.MaxManifestBytes));
        if (token == Token.DefineClass) _classes.Define(read);
        return read;
    }

    private readonly record struct Recipient(string Text, IInternalActorRef Ref);
}
