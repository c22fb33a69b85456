namespace Akka.Remote.Internal.Wire;

/// <summary>
/// How a path or a payload's class is named in an envelope: one number that says "none", "in full", "in full, and
/// remember it under the next id", or is a remembered id plus an offset.
/// </summary>
internal static class Token
{
    // Paths.
    public const uint NoPath = 0;
    public const uint InlinePath = 1;
    public const uint DefinePath = 2;
    public const uint FirstPathId = 3;

    // Payload classes. The built-in three are what PrimitiveSerializers serve, without its manifest and array.
    public const uint String = 0;
    public const uint Int32 = 1;
    public const uint Int64 = 2;
    public const uint InlineClass = 3;
    public const uint DefineClass = 4;
    public const uint FirstClassId = 5;
}
