namespace Akka.Remote.Internal.Wire;

/// <summary>What a payload is to be read with: a serializer's id and that serializer's own name for the type.</summary>
internal readonly record struct PayloadClass(int SerializerId, string Manifest)
{
    /// <summary>Longest manifest taken off the wire; type names of nested generics are long.</summary>
    public const int MaxManifestBytes = 8 * 1024;
}
