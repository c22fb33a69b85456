namespace Actors.Storage.Internal.Local;

/// <summary>A write failed, or one had failed before: the store refuses writes until the node is restarted.</summary>
internal sealed class StoreFaultException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>A copy's bytes cannot be read or are not the ones that were written; another node has good ones.</summary>
internal sealed class DamagedCopyException(string message, Exception? cause = null) : IOException(message, cause);
