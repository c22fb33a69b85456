using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>What callers may know of a method. Types are words of JSON's world: <c>int</c>, <c>string[]</c>, <c>map&lt;int&gt;</c>, <c>Red|Green</c>, <c>Point</c>.</summary>
/// <param name="Result"><c>void</c> when it gives nothing; of a stream, the type of an item.</param>
/// <param name="NotCallable">Why it cannot be called; null when it can.</param>
internal sealed record MethodDescription(
    string Name,
    IReadOnlyList<ParameterDescription> Parameters,
    string Result,
    bool Streams,
    Guarantee Guarantee,
    TimeSpan? Timeout,
    IReadOnlyList<LimitDescription> Limits,
    string? NotCallable = null)
{
    /// <summary>As one would write it: <c>Add(int a, int b = 0)</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters)})";
}

/// <param name="Default">Null when it is not optional.</param>
/// <param name="Variadic">It takes all further positional arguments.</param>
internal sealed record ParameterDescription(string Name, string Type, bool Optional, JsonElement? Default, bool Variadic = false)
{
    public override string ToString() =>
        Variadic ? $"{Type[..^2]} ...{Name}" : Default is { } value ? $"{Type} {Name} = {value.GetRawText()}" : $"{Type} {Name}";
}

/// <param name="MaxRunning">0: any number.</param>
/// <param name="MaxPerSecond">0: any number.</param>
/// <param name="Key">The parameter each of whose values has a limit of its own; null: one for all calls.</param>
internal sealed record LimitDescription(int MaxRunning, double MaxPerSecond, string? Key);
