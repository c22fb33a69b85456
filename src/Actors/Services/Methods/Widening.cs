namespace Actors.Services.Methods;

/// <summary>C#'s "better conversion" between two parameter types, both of which take the same argument.</summary>
internal static class Widening
{
    /// <summary>Each converts without a cast to those after it; a signed one stands before its unsigned kin because C# prefers it.</summary>
    private static readonly Type[] Numbers =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
    ];

    public static bool IsMoreSpecific(Type left, Type right)
    {
        if (left == right || JsonShape.IsAny(left))
            return false;
        if (JsonShape.IsAny(right))
            return true;
        var (plainLeft, plainRight) = (Nullable.GetUnderlyingType(left) ?? left, Nullable.GetUnderlyingType(right) ?? right);
        if (plainLeft == plainRight)
            return plainLeft == left;
        var (from, to) = (Array.IndexOf(Numbers, plainLeft), Array.IndexOf(Numbers, plainRight));
        if (from >= 0 && to >= 0)
            return from < to;
        if (plainRight == typeof(decimal))
            return from >= 0 && from < Array.IndexOf(Numbers, typeof(float));
        return right.IsAssignableFrom(left) && !left.IsAssignableFrom(right);
    }
}
