using System.Collections.Frozen;

namespace Akka.Remote.Serialization.Internal;

/// <summary>
/// Exceptions over the wire. Their types are never looked up by the name that came: well-known ones are made anew, all
/// others arrive as a <see cref="RemoteTransportException"/> whose message starts with the name of the original.
/// </summary>
internal static class ExceptionWrapping
{
    private const int DeepestInner = 8;

    private static readonly FrozenDictionary<string, Func<string, Exception?, Exception>> Known = new Dictionary<Type, Func<string, Exception?, Exception>>
    {
        [typeof(ArgumentException)] = (message, inner) => new ArgumentException(message, inner),
        [typeof(ArgumentNullException)] = (message, inner) => new ArgumentNullException(message, inner),
        [typeof(ArgumentOutOfRangeException)] = (message, inner) => new ArgumentOutOfRangeException(message, inner),
        [typeof(FormatException)] = (message, inner) => new FormatException(message, inner),
        [typeof(InvalidOperationException)] = (message, inner) => new InvalidOperationException(message, inner),
        [typeof(IOException)] = (message, inner) => new IOException(message, inner),
        [typeof(KeyNotFoundException)] = (message, inner) => new KeyNotFoundException(message, inner),
        [typeof(NotImplementedException)] = (message, inner) => new NotImplementedException(message, inner),
        [typeof(NotSupportedException)] = (message, inner) => new NotSupportedException(message, inner),
        [typeof(OperationCanceledException)] = (message, inner) => new OperationCanceledException(message, inner),
        [typeof(TaskCanceledException)] = (message, inner) => new TaskCanceledException(message, inner),
        [typeof(TimeoutException)] = (message, inner) => new TimeoutException(message, inner),
        [typeof(UnauthorizedAccessException)] = (message, inner) => new UnauthorizedAccessException(message, inner),
    }.ToFrozenDictionary(entry => entry.Key.FullName!, entry => entry.Value);

    public static WireException? Wrap(Exception? exception) => Wrap(exception, DeepestInner);

    public static Exception? Unwrap(WireException? wire)
    {
        if (wire is null) return null;
        var inner = Unwrap(wire.Inner);
        return Known.TryGetValue(wire.Type, out var make)
            ? make(wire.Message, inner)
            : new RemoteTransportException($"{wire.Type}: {wire.Message}{(wire.StackTrace.Length > 0 ? "\n" + wire.StackTrace : "")}", inner);
    }

    private static WireException? Wrap(Exception? exception, int depth) => exception is null || depth == 0 ? null : new WireException
    {
        Type = exception.GetType().FullName,
        Message = exception.Message,
        StackTrace = exception.StackTrace ?? "",
        Inner = Wrap(exception.InnerException, depth - 1),
    };
}
