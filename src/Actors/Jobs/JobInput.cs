using Actors.Storage;

namespace Actors.Jobs;

/// <summary>
/// One input: the job reads it as <c>/net/NAME</c>. <paramref name="Id"/> is an object's id or the output id of another job; the job waits until
/// it can be read. Of several inputs with one name the last wins.
/// </summary>
public sealed record JobInput(string Name, ObjectId Id);
