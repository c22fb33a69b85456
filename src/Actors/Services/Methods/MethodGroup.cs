using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>The methods of one name.</summary>
internal sealed class MethodGroup(string name, IReadOnlyList<CallableMethod> methods)
{
    private readonly Signature[] _signatures = [.. methods.Select(method => method.Signature)];

    public string Name => name;

    public Invocation Bind(Arguments arguments, SizeLimits limits)
    {
        Given.CheckSize(arguments, limits);
        if (methods.Count == 1 && arguments.Named.IsEmpty && _signatures[0].IsPlain && TryReadInOrder(_signatures[0], arguments.Positional.Span) is { } values)
            return new Invocation(methods[0], values, limits);
        var fit = Overloads.Choose(_signatures, Given.Read(arguments, limits));
        return new Invocation(methods[Array.IndexOf(_signatures, fit.Signature)], fit.Values, limits);
    }

    /// <summary>The usual call, one signature and as many arguments in their order, in one pass over the JSON. Null when anything is unusual: the long way explains it.</summary>
    private static object?[]? TryReadInOrder(Signature signature, ReadOnlySpan<byte> json)
    {
        var values = signature.NewValues();
        if (json.IsEmpty)
            return signature.Parameters.Count == 0 ? values : null;
        try
        {
            var reader = new Utf8JsonReader(json, ServiceJson.Reading);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return null;
            foreach (var parameter in signature.Parameters)
            {
                if (!reader.Read() || !parameter.Value.TryRead(ref reader, out values[parameter.Position]))
                    return null;
            }

            return reader.Read() && reader.TokenType == JsonTokenType.EndArray && !reader.Read() ? values : null;
        }
        catch (Exception)
        {
            // Malformed JSON, a value that does not fit, or what a type's own constructor or converter throws: the long way reads it again, and says what is wrong with which argument.
            return null;
        }
    }
}
