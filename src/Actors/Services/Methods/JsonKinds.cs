using System.Text.Json;

namespace Actors.Services.Methods;

[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Bool = 2,
    Number = 4,
    String = 8,
    Array = 16,
    Object = 32,
    Any = Null | Bool | Number | String | Array | Object,
}

internal static class JsonKindsExtensions
{
    /// <summary>The kind of the value that starts with this token.</summary>
    public static JsonKinds Kind(this JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKinds.Object,
        JsonTokenType.StartArray => JsonKinds.Array,
        JsonTokenType.String => JsonKinds.String,
        JsonTokenType.Number => JsonKinds.Number,
        JsonTokenType.True or JsonTokenType.False => JsonKinds.Bool,
        JsonTokenType.Null => JsonKinds.Null,
        _ => JsonKinds.None,
    };

    public static string Words(this JsonKinds kind) => kind switch
    {
        JsonKinds.Null => "null",
        JsonKinds.Bool => "the boolean",
        JsonKinds.Number => "the number",
        JsonKinds.String => "the string",
        JsonKinds.Array => "the array",
        JsonKinds.Object => "the object",
        _ => "something else",
    };
}
