using System.Buffers.Binary;
using Google.Protobuf;

namespace Actors.Services.Deployment.Planning;

/// <summary>Revisions as they travel in messages, and back.</summary>
internal static class Revisions
{
    public static UInt128 Of(DeploymentSpec spec) => FromWire(spec.Revision);

    /// <summary>0 when it is none.</summary>
    public static UInt128 FromWire(ByteString revision) => revision.Length == 16 ? BinaryPrimitives.ReadUInt128BigEndian(revision.Span) : UInt128.Zero;

    public static ByteString ToWire(UInt128 revision)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, revision);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
