namespace Actors.Dataflow.Modules;

/// <summary>
/// Settings of a module that can be wrong in ways that their types do not show. Ranges of numbers and durations are better said by a <c>[Range]</c> on the property, and texts that have to be
/// understood by a property of a type that is an <see cref="Values.ISettingText{TSelf}"/>; here is what concerns several keys, or a file.
/// </summary>
public interface ICheckedSettings
{
    /// <summary>All that is wrong. Called before the flow starts, after all keys have been read; it may read files, and must change nothing.</summary>
    IEnumerable<SettingProblem> Problems();
}

/// <summary>Something wrong with a setting.</summary>
/// <param name="Setting">The name of the property; the problem is told with the line of its key.</param>
/// <param name="Message">What is wrong, what was expected, what to do.</param>
public sealed record SettingProblem(string Setting, string Message);
