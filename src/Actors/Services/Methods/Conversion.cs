using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>How the value of one parameter is read, and from which kinds of JSON.</summary>
internal sealed class Conversion(ValueReader reader, (JsonKinds Natural, JsonKinds Possible) kinds, bool allowsNull, bool isWhole)
{
    private readonly JsonKinds _natural = kinds.Natural | (allowsNull ? JsonKinds.Null : 0);
    private readonly JsonKinds _possible = allowsNull ? kinds.Possible | JsonKinds.Null : kinds.Possible & ~JsonKinds.Null;

    public bool IsNatural(Given given) => (_natural & given.Kind) != 0 && !(isWhole && given.Kind == JsonKinds.Number && WholeReader.HasFraction(given.Json.Span));

    public bool IsPossible(JsonKinds kind) => (_possible & kind) != 0;

    /// <summary>For a reader at the first token of the value. False: its kind is not one that this reads.</summary>
    /// <exception cref="Exception">Whatever a serializer, or the constructor of a type that is an argument, throws.</exception>
    public bool TryRead(ref Utf8JsonReader json, out object? value)
    {
        value = null;
        if (!IsPossible(json.TokenType.Kind()))
            return false;
        value = reader.Read(ref json);
        return true;
    }
}
