namespace Actors.Services.Methods;

/// <summary>
/// The arguments of a call as UTF-8 JSON: an array of positional ones, an object of named ones, or both. Not looked at before they are bound;
/// the memory must not change until then.
/// </summary>
/// <param name="Positional">A JSON array; empty memory for none.</param>
/// <param name="Named">A JSON object; empty memory for none.</param>
internal readonly record struct Arguments(ReadOnlyMemory<byte> Positional, ReadOnlyMemory<byte> Named = default)
{
    public static Arguments None => default;

    /// <summary>How the call is to be made, where the caller said so among the arguments. It does not travel.</summary>
    public CallOptions? Options { get; init; }

    public int Bytes => Positional.Length + Named.Length;

    /// <summary>An array is positional arguments, an object named ones, nothing or <c>null</c> is none.</summary>
    /// <exception cref="ActorsException">bad-arguments: it starts like none of these.</exception>
    public static Arguments Of(ReadOnlyMemory<byte> json)
    {
        var text = json.Span.TrimStart(" \t\r\n"u8);
        return text switch
        {
            [] => None,
            [(byte)'[', ..] => new Arguments(json),
            [(byte)'{', ..] => new Arguments(default, json),
            _ when text.TrimEnd(" \t\r\n"u8).SequenceEqual("null"u8) => None,
            _ => throw new ActorsException(ErrorCodes.BadArguments, $"arguments are a JSON array or a JSON object, not {Quote.Json(text)}"),
        };
    }

    /// <summary>Writes values as the types they are.</summary>
    /// <exception cref="ActorsException">unserializable, or too-large.</exception>
    public static Arguments Of(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?>? named = null, SizeLimits? limits = null)
    {
        var call = new Call(null, (limits ?? SizeLimits.Default).ArgumentBytes, default);
        var array = positional.Count == 0 ? default : Write(positional, call);
        var members = named is null or { Count: 0 } ? default : Write(named, call);
        return new Arguments(array, members);
    }

    private static ReadOnlyMemory<byte> Write<T>(T values, Call call) => ResultWriter.Write(values, ResultWriter.Info<T>(ServiceJson.Options, call), call);
}
