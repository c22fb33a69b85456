namespace Akka.Serialization.Internal;

/// <summary>The <see cref="Information"/> of the serialization that runs on this thread.</summary>
internal static class TransportInformation
{
    [ThreadStatic]
    private static Information? _currentOfThread;

    public static Information? Current => _currentOfThread;

    /// <summary>Runs an action under the information and restores the one from before.</summary>
    public static T With<TState, T>(Information information, TState state, Func<TState, T> action)
    {
        var before = _currentOfThread;
        _currentOfThread = information;
        try
        {
            return action(state);
        }
        finally
        {
            _currentOfThread = before;
        }
    }
}
