using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>Makes instances of a class from constructor arguments, by the rules of <see cref="MethodTable.Bind"/>. Thread-safe.</summary>
internal sealed class InstanceMaker
{
    private static readonly ConditionalWeakTable<Type, InstanceMaker> Known = [];

    private readonly string _type;
    private readonly Signature[] _signatures;
    private readonly ConstructorInvoker[] _constructors;
    private readonly JsonSerializerOptions _options;

    private InstanceMaker(Type type)
    {
        if (type.IsAbstract || type.ContainsGenericParameters)
            throw new ActorsException(ErrorCodes.Invalid, $"{type} has no instances: it is abstract, static, an interface or an open generic type");
        _type = type.Name;
        _options = ServiceJson.For(type);
        var usable = type.GetConstructors().Select(constructor => (constructor, Signature.Of(constructor, $"new {type.Name}", _options).Signature))
            .Where(found => found.Signature != null).ToArray();
        _signatures = [.. usable.Select(found => found.Signature!)];
        _constructors = [.. usable.Select(found => ConstructorInvoker.Create(found.constructor))];
    }

    /// <exception cref="ActorsException">invalid: the type has no instances.</exception>
    public static InstanceMaker Of(Type type) => Known.GetValue(type, known => new InstanceMaker(known));

    /// <exception cref="ActorsException">bad-arguments or too-large; failed: the constructor threw.</exception>
    public object Make(Arguments arguments, SizeLimits? limits = null) => Make(Given.Read(arguments, limits ?? SizeLimits.Default));

    /// <summary>An object that is of a parameter's type is given as it is; any other as its JSON.</summary>
    /// <exception cref="ActorsException">bad-arguments; failed: the constructor threw.</exception>
    public object Make(params object?[] arguments) => Make(arguments.Select((argument, place) => Give(argument, place)).ToList());

    private object Make(List<Given> given)
    {
        if (_signatures.Length == 0)
            throw new ActorsException(ErrorCodes.Invalid, $"{_type} has no public constructor that can be called with JSON");
        var fit = Overloads.Choose(_signatures, given);
        try
        {
            return _constructors[Array.IndexOf(_signatures, fit.Signature)].Invoke(fit.Values.AsSpan());
        }
        catch (Exception thrown)
        {
            var cause = thrown is TypeInitializationException { InnerException: { } inner } ? inner : thrown; // of a static constructor
            throw new ActorsException(ErrorCodes.Failed, $"the constructor of {_type} threw {cause.GetType().Name}: {cause.Message}", thrown);
        }
    }

    private Given Give(object? argument, int place)
    {
        // What has no form as a plain value is not even looked at when a constructor takes it as it is.
        if (argument is not (null or IConvertible) && Array.Exists(_signatures, signature => place < signature.Parameters.Count && signature.Parameters[place].Type.IsInstanceOfType(argument)))
            return new Given(null, default, JsonKinds.None, argument);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(argument, _options);
            var reader = new Utf8JsonReader(json, ServiceJson.Reading);
            reader.Read();
            return new Given(null, json, reader.TokenType.Kind(), argument);
        }
        catch (Exception refusal) when (refusal is JsonException or NotSupportedException or InvalidOperationException)
        {
            // It has no JSON: it fits where its own type does, or nowhere.
            return new Given(null, default, JsonKinds.None, argument);
        }
    }
}
