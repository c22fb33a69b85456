#nullable disable annotations
using Akka.Annotations;

namespace Akka.Util;

/// <summary>A value or its absence; null is a value.</summary>
[InternalApi]
public readonly struct Option<T> : IEquatable<Option<T>>
{
    public static readonly Option<T> None;

    public Option(T value)
    {
        Value = value;
        HasValue = true;
    }

    public bool HasValue { get; }

    public bool IsEmpty => !HasValue;

    /// <summary>The default of <typeparamref name="T"/> when there is none.</summary>
    public T Value { get; }

    public static Option<T> Create(T value) => value is null ? None : new Option<T>(value);

    public static implicit operator Option<T>(T value) => Create(value);

    public T GetOrElse(T fallback) => HasValue ? Value : fallback;

    public bool Equals(Option<T> other) => HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(Value, other.Value);

    public override bool Equals(object obj) => obj is Option<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(HasValue, Value);

    public static bool operator ==(Option<T> left, Option<T> right) => left.Equals(right);

    public static bool operator !=(Option<T> left, Option<T> right) => !left.Equals(right);

    public override string ToString() => HasValue ? $"Some<{Value}>" : "None";
}
