namespace Actors.Storage;

/// <summary>
/// The objects of the cluster: immutable bytes under ids that the caller mints, each on several nodes. Safe for use by several threads.
/// </summary>
/// <remarks>Every method fails with an <see cref="ActorsException"/>; its code tells whether trying again can help.</remarks>
public interface IObjectStore
{
    /// <summary>
    /// Stores the stream's content. When it returns, the content is on the disks of <see cref="PutResult.Copies"/> distinct nodes. The same id with the same content
    /// may be put any number of times; with another content it is <see cref="ErrorCodes.Invalid"/>.
    /// </summary>
    /// <param name="id">Minted by the caller; a put that is tried again keeps it.</param>
    /// <param name="name">Need not be unique; at most 1,024 characters.</param>
    /// <param name="content">Read from its position to its end. One that can seek is read again when a node is lost half-way; one that cannot then fails.</param>
    /// <param name="cancellation">Gives up waiting; the object may be stored all the same.</param>
    Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default);

    /// <summary>
    /// Finds an object, following the binding of an output, and opens its content. Reading goes on at another copy when a node is lost.
    /// </summary>
    /// <exception cref="ActorsException">
    /// <see cref="ErrorCodes.NotFound"/>: every node said that it has none. <see cref="ErrorCodes.Incomplete"/>: an output that is not bound yet.
    /// <see cref="ErrorCodes.Unavailable"/>: nodes that may have it do not answer.
    /// </exception>
    Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default);

    /// <summary>What is known of an id; an output that is not bound yet has the state <see cref="ObjectState.Incomplete"/>.</summary>
    Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default);

    /// <summary>Objects and outputs of all nodes, each once, ordered by id, and so by time of minting.</summary>
    Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default);

    /// <summary>Makes an output id known before its content is made: reading it is <see cref="ErrorCodes.Incomplete"/> from now on.</summary>
    Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default);

    /// <summary>Says which object's content an output is: once and for good. The target is there before the output points to it.</summary>
    Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default);
}
