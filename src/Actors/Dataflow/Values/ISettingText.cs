namespace Actors.Dataflow.Values;

/// <summary>A value of a setting that is written as a text and understood once, when the flow is checked: a pattern, a path, a schedule. Its <c>ToString</c> is that text.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISettingText<TSelf>
    where TSelf : class, ISettingText<TSelf>
{
    /// <summary>What is to be written, for an error and for the list of modules: <c>a regular expression</c>.</summary>
    static abstract string Expected { get; }

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    static abstract TSelf Parse(string text);
}
