using Actors.Storage.Internal.Planning;

namespace Actors.Storage.Internal.Node;

/// <summary>What a receiving session is to do.</summary>
/// <param name="Request">The asker's number, for the answer.</param>
/// <param name="Link">The number of the link that the content comes by.</param>
/// <param name="Id">Of the object.</param>
/// <param name="Name">Of the object.</param>
/// <param name="Plan">For a put that this node coordinates; null for a copy of another's.</param>
/// <param name="Hint">For a copy: kept for an owner that is away.</param>
/// <param name="Repair">For a copy: replaces damaged content.</param>
internal sealed record Receiving(long Request, long Link, ObjectId Id, string Name, PutPlan? Plan, bool Hint, bool Repair)
{
    public static Receiving Of(OpenUpload open, PutPlan plan) =>
        new(open.Request, open.Link, ObjectId.FromWire(open.Id), open.Name, plan, Hint: false, Repair: false);

    public static Receiving Of(OpenCopy open) => new(open.Request, open.Link, ObjectId.FromWire(open.Id), open.Name, null, open.Hint, open.Repair);
}
