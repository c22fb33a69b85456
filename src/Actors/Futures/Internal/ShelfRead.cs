namespace Actors.Futures.Internal;

/// <summary>Brings a value from a worker's shelf.</summary>
/// <param name="worker">Whose shelf.</param>
/// <param name="key">Of the value.</param>
/// <param name="count">Told of bytes as they come; what it throws ends the reading. Null: nobody counts.</param>
/// <param name="cancel">Stops it.</param>
/// <exception cref="ActorsException">As <see cref="ErrorCodes.NotFound"/>: the worker says that it does not have it. All others: it was not reached, and may have it.</exception>
internal delegate Task<byte[]> ShelfRead(string worker, string key, Action<int>? count, CancellationToken cancel);
