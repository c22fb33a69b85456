using Actors.Storage;

namespace Actors.Client;

/// <summary>An object that was just put: what the cluster says of it.</summary>
public sealed class StoredObject : CloudObject
{
    internal StoredObject(ComputeCloud cloud, PutDone done)
        : base(cloud, ObjectId.FromWire(done.Info.ObjectId), done.Info.Name)
    {
        Length = done.Info.Length;
        Sha256 = Convert.ToHexStringLower(done.Info.Sha256.Span);
        Copies = done.Copies;
        WantedCopies = done.Wanted;
    }

    public long Length { get; }

    /// <summary>64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>On the disks of so many distinct nodes when the put returned.</summary>
    public int Copies { get; }

    /// <summary>As many as the cluster is set to keep; with fewer storage nodes there are fewer.</summary>
    public int WantedCopies { get; }
}
