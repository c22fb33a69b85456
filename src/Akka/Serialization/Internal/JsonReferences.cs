using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Akka.Serialization.Internal;

/// <summary>
/// The numbers of objects that can form circles, for one message at a time on a thread. The resolver of Json.NET counts on through all messages of
/// a serializer and all threads, without a lock.
/// </summary>
internal sealed class JsonReferences : IReferenceResolver
{
    public static readonly JsonReferences Instance = new();

    [ThreadStatic]
    private static Numbers? _current;

    private JsonReferences() { }

    /// <returns>The state of the message that this thread was at, for <see cref="End"/>.</returns>
    public static object? Begin()
    {
        var outer = _current;
        _current = null;
        return outer;
    }

    public static void End(object? outer) => _current = (Numbers?)outer;

    public object ResolveReference(object context, string reference) => _current?.Objects.TryGetValue(reference, out var value) ?? false
        ? value
        : throw new JsonSerializationException($"Reference [{reference}] to an object that did not come before.");

    public string GetReference(object context, object value)
    {
        var numbers = _current ??= new Numbers();
        if (numbers.OfObjects.TryGetValue(value, out var number)) return number;
        number = (numbers.OfObjects.Count + 1).ToString(CultureInfo.InvariantCulture);
        numbers.OfObjects.Add(value, number);
        return number;
    }

    public bool IsReferenced(object context, object value) => _current?.OfObjects.ContainsKey(value) ?? false;

    public void AddReference(object context, string reference, object value) => (_current ??= new Numbers()).Objects[reference] = value;

    private sealed class Numbers
    {
        public Dictionary<object, string> OfObjects { get; } = new(ReferenceEqualityComparer.Instance);

        public Dictionary<string, object> Objects { get; } = [];
    }
}
