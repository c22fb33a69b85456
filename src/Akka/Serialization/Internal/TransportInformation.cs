namespace Akka.Serialization.Internal;

/// <summary>The <see cref="Information"/> of the serialization that runs on this thread.</summary>
internal static class TransportInformation
{
    [ThreadStatic]
    private static Information? CurrentOfThread;

    public static Information? Current => CurrentOfThread;

    /// <summary>Runs an action under the information and restores the one from before.</summary>
    public static T With<TState, T>(Information information, TState state, Func<TState, T> action)
    {
        var before = CurrentOfThread;
        CurrentOfThread = information;
        try
        {
            return action(state);
        }
        finally
        {
            CurrentOfThread = before;
        }
    }
}
