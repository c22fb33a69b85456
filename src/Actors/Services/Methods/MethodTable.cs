using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Actors.Services.Methods;

/// <summary>
/// What of a class can be called by name: its public methods, inherited ones included, without those of <see cref="object"/>, those that end its life
/// (Dispose), and those marked <see cref="NotCallableAttribute"/>. Thread-safe; made once for a type and forgotten with it.
/// </summary>
internal sealed class MethodTable
{
    private static readonly ConditionalWeakTable<Type, MethodTable> Known = [];
    private static readonly ConditionalWeakTable<Type, MethodTable> KnownStatic = [];

    private readonly FrozenDictionary<string, MethodGroup> _groups;
    private readonly FrozenDictionary<string, MethodGroup[]> _anyCase;
    private readonly FrozenDictionary<string, string> _notCallable;

    private MethodTable(Type type, bool isStatic)
    {
        var found = MethodFinder.Find(type, isStatic);
        var options = ServiceJson.For(type);
        var methods = found.Select(method => MethodFinder.Describe(method, type, options)).ToList();
        Methods = [.. methods.Select(method => method.Description)];
        _groups = methods.Where(method => method.Callable != null).Select(method => method.Callable!).GroupBy(method => method.Description.Name)
            .ToFrozenDictionary(group => group.Key, group => new MethodGroup(group.Key, [.. group]));
        _anyCase = _groups.Values.GroupBy(group => group.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
        _notCallable = Methods.Where(method => method.NotCallable != null).GroupBy(method => method.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.First().NotCallable!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All of them, also those that cannot be called, ordered by name.</summary>
    public IReadOnlyList<MethodDescription> Methods { get; }

    /// <summary>The instance methods of a class, or the static methods of a static class.</summary>
    /// <exception cref="ActorsException">invalid: one of its attributes makes no sense, or the type is an open generic one.</exception>
    public static MethodTable Of(Type type) => type is { IsAbstract: true, IsSealed: true } ? OfStatic(type) : Known.GetValue(type, known => new MethodTable(known, false));

    /// <summary>The static methods of any type.</summary>
    public static MethodTable OfStatic(Type type) => KnownStatic.GetValue(type, known => new MethodTable(known, true));

    /// <summary>Finds the method and makes its arguments. <c>AddAsync</c> is also called <c>Add</c>; case matters only where two names differ by it.</summary>
    /// <exception cref="ActorsException">no-such-method, bad-arguments or too-large; nothing has run.</exception>
    public Invocation Bind(string method, Arguments arguments, SizeLimits? limits = null) => Group(method).Bind(arguments, limits ?? SizeLimits.Default);

    /// <summary>The methods of a name, for callers that call it often.</summary>
    /// <exception cref="ActorsException">no-such-method.</exception>
    public MethodGroup Group(string method) => _groups.TryGetValue(method, out var group) ? group : Resembling(method) ?? Resembling(method + "Async") ?? throw NoSuchMethod(method);

    private MethodGroup? Resembling(string method)
    {
        if (_groups.TryGetValue(method, out var exact))
            return exact;
        if (!_anyCase.TryGetValue(method, out var alike))
            return null;
        return alike.Length == 1 ? alike[0] : throw new ActorsException(
            ErrorCodes.NoSuchMethod,
            $"method {Quote.Name(method)} may be any of {string.Join(", ", alike.Select(group => group.Name))}: names that differ by case must be given exactly");
    }

    private ActorsException NoSuchMethod(string method)
    {
        if (_notCallable.TryGetValue(method, out var why))
            return new ActorsException(ErrorCodes.NoSuchMethod, $"method {Quote.Name(method)} cannot be called: {why}");
        return new ActorsException(ErrorCodes.NoSuchMethod, $"there is no method {Quote.Name(method)}; {Suggestion.For(method, _groups.Keys.Order(StringComparer.Ordinal))}");
    }
}
