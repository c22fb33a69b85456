namespace Actors.Storage;

/// <summary>What is known of an object without its bytes.</summary>
/// <param name="Id">Of the object, or of the output.</param>
/// <param name="Name">Need not be unique; may be empty.</param>
/// <param name="State">Never <see cref="ObjectState.Absent"/>.</param>
/// <param name="Length">In bytes; 0 while incomplete.</param>
/// <param name="Digest">Of the content; default while incomplete.</param>
/// <param name="Target">For a bound output the object that has the content, otherwise null.</param>
public sealed record ObjectInfo(ObjectId Id, string Name, ObjectState State, long Length, Digest Digest, ObjectId? Target = null)
{
    /// <summary>A job's output that is not made yet.</summary>
    public static ObjectInfo Declared(ObjectId id, string name) => new(id, name, ObjectState.Incomplete, 0, default);
}
