namespace Actors.Storage;

/// <summary>An acknowledged put.</summary>
/// <param name="Id">Of the object.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Digest">SHA-256 of the content.</param>
/// <param name="Copies">On the disks of so many distinct nodes when it was acknowledged.</param>
/// <param name="Replicas">So many there are meant to be.</param>
public sealed record PutResult(ObjectId Id, long Length, Digest Digest, int Copies, int Replicas)
{
    /// <summary>True where there are fewer storage nodes than replicas: losing one may lose the object.</summary>
    public bool UnderReplicated => Copies < Replicas;
}
