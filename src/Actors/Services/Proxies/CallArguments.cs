using System.Text.Json;
using Actors.Services.Methods;

namespace Actors.Services.Proxies;

/// <summary>Arguments as they stand in a C# call: a <see cref="CancellationToken"/> among them, or <see cref="CallOptions"/>, are for the call and do not travel.</summary>
internal static class CallArguments
{
    /// <param name="values">In order; of <paramref name="names"/>, the last ones.</param>
    /// <param name="names">Of the named ones, which C# puts last.</param>
    /// <param name="limits">Of what takes them; null: the default ones.</param>
    /// <exception cref="ActorsException">unserializable or too-large; invalid: options are given twice.</exception>
    public static (Arguments Arguments, CancellationToken Cancel) Of(IReadOnlyList<object?> values, IReadOnlyList<string> names, SizeLimits? limits = null)
    {
        CancellationToken cancel = default;
        CallOptions? options = null;
        var positional = new List<object?>(values.Count);
        Dictionary<string, object?>? named = null;
        var firstNamed = values.Count - names.Count;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is CancellationToken token) cancel = token;
            else if (values[i] is CallOptions given) options = options is null ? given : throw new ActorsException(ErrorCodes.Invalid, "CallOptions are given twice among the arguments of one call");
            else if (i < firstNamed) positional.Add(values[i]);
            else (named ??= [])[names[i - firstNamed]] = values[i];
        }

        return (Arguments.Of(positional, named, limits) with { Options = options }, cancel);
    }

    /// <summary>The members of an object as named arguments: of an anonymous one, a record, a dictionary.</summary>
    /// <exception cref="ActorsException">unserializable: it is nothing with members.</exception>
    public static Arguments Named(object members)
    {
        ArgumentNullException.ThrowIfNull(members);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(members, members.GetType(), ServiceJson.Options);
            if (json is [(byte)'{', ..]) return Arguments.Of(json);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new ActorsException(ErrorCodes.Unserializable, $"the arguments cannot be written as JSON: {failure.Message}", failure);
        }

        throw new ActorsException(ErrorCodes.Unserializable, "named arguments are the members of an object or a dictionary");
    }
}
