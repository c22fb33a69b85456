using Akka.Actor;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>Resolves the paths that one peer sends.</summary>
internal sealed class RefResolver(RemoteActorRefProvider provider, Address peer) : IRefResolver
{
    private readonly ActorPath _peerRoot = new RootActorPath(peer);

    public IInternalActorRef ResolveRecipient(string text)
    {
        if (!PathText.IsRelative(text) || !ActorPath.TryParse(provider.RootPath, text, out var path))
            throw new WireFormatException($"[{Shorten(text)}] is not the path of a recipient");
        return (IInternalActorRef)provider.ResolveLocal(path);
    }

    public IActorRef ResolveSender(string text)
    {
        var isPath = PathText.IsRelative(text) ? ActorPath.TryParse(_peerRoot, text, out var path) : ActorPath.TryParse(text, out path);
        return isPath ? provider.ResolveActorRef(path) : throw new WireFormatException($"[{Shorten(text)}] is not the path of a sender");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
