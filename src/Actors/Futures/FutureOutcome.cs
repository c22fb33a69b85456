using System.Runtime.ExceptionServices;

namespace Actors.Futures;

/// <summary>What has become of a future: a value, or why there is none.</summary>
public sealed class FutureOutcome<T>
{
    private readonly T? _value;

    internal FutureOutcome(T? value, Exception? exception) => (_value, Exception) = (value, exception);

    /// <summary>Null of a value.</summary>
    public Exception? Exception { get; }

    public bool IsValue => Exception is null;

    /// <summary>Throws <see cref="Exception"/> when there is none.</summary>
    public T Value
    {
        get
        {
            if (Exception is not null)
                ExceptionDispatchInfo.Throw(Exception);
            return _value!;
        }
    }
}
