namespace Akka.Configuration.Hocon.Internal;

/// <summary>A document as read, before its substitutions are resolved: an including document may still decide what they mean.</summary>
internal sealed record ParsedDocument(Document Document, Node Root, bool HasUnresolved)
{
    internal Node Resolve() => HasUnresolved ? new Resolver(Root).Resolve() : Root;
}
