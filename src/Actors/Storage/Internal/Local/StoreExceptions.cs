namespace Actors.Storage.Internal.Local;

/// <summary>Something was not written, and is not acknowledged.</summary>
internal class StoreWriteException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>The disk failed, or had failed before: the store refuses writes until the node is restarted.</summary>
internal sealed class StoreFaultException(string message, Exception? cause = null) : StoreWriteException(message, cause);

/// <summary>There was no room. Nothing that was there before is harmed, and writes work again as soon as there is.</summary>
internal sealed class StoreFullException(string message, Exception? cause = null) : StoreWriteException(message, cause);

/// <summary>A copy's bytes cannot be read or are not the ones that were written; another node has good ones.</summary>
internal sealed class DamagedCopyException(string message, Exception? cause = null) : IOException(message, cause);
