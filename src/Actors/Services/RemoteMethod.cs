using System.Text.Json;

namespace Actors.Services;

/// <summary>A method that a server offers. Types are words: <c>int</c>, <c>string[]</c>, <c>map&lt;int&gt;</c>; empty where the server does not say.</summary>
/// <param name="Streams">Whether it gives items one after the other; <paramref name="Result"/> is then the type of one.</param>
public sealed record RemoteMethod(string Name, IReadOnlyList<RemoteParameter> Parameters, string Result, bool Streams)
{
    /// <summary>As one would write it: <c>add(int a, int b): int</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters)}): {Result}";

    /// <summary>Of an OpenRPC document; what it lacks is left out.</summary>
    internal static IReadOnlyList<RemoteMethod> ReadAll(JsonElement document) => [.. List(document, "methods").Select(Read)];

    private static RemoteMethod Read(JsonElement method) => new(
        Text(method, "name"),
        [.. List(method, "params").Select(parameter => new RemoteParameter(Text(parameter, "name"), TypeOf(parameter), Is(parameter, "required"), Is(parameter, "x-variadic")))],
        Member(method, "result") is { } result ? TypeOf(result) : "",
        Is(method, "x-streams"));

    private static string TypeOf(JsonElement described) => Member(described, "schema") is { } schema ? Text(schema, "title") is { Length: > 0 } title ? title : Text(schema, "type") : "";

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static bool Is(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True };
}

/// <param name="Required">False when the method has a default for it.</param>
/// <param name="Variadic">It takes all further positional arguments.</param>
public sealed record RemoteParameter(string Name, string Type, bool Required, bool Variadic)
{
    public override string ToString() => Variadic ? $"{Type} ...{Name}" : Required ? $"{Type} {Name}" : $"[{Type} {Name}]";
}
