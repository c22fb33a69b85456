namespace Akka.TestKit;

/// <summary>A predicate over messages of one type, for ExpectMsgAllOfMatchingPredicates.</summary>
public class PredicateInfo
{
    private PredicateInfo(Delegate predicate, Type type)
    {
        PredicateT = predicate;
        Type = type;
    }

    /// <summary>A <see cref="Predicate{T}"/> of <see cref="Type"/>.</summary>
    public Delegate PredicateT { get; }

    public Type Type { get; }

    public static PredicateInfo Create<T>(Predicate<T> predicateT)
    {
        ArgumentNullException.ThrowIfNull(predicateT);
        return new PredicateInfo(predicateT, typeof(T));
    }

    internal bool Accepts(object message) => Type.IsInstanceOfType(message) && (bool)PredicateT.DynamicInvoke(message)!;
}

/// <summary>Makes <see cref="PredicateInfo"/> by extension.</summary>
public static class PredicateInfoFactory
{
    public static PredicateInfo CreatePredicateInfo<T>(this Predicate<T> predicateT) => PredicateInfo.Create(predicateT);

    /// <param name="predicateT">A delegate from <typeparamref name="T"/> to bool, of whatever delegate type.</param>
    public static PredicateInfo CreatePredicateInfo<T>(this Delegate predicateT)
    {
        ArgumentNullException.ThrowIfNull(predicateT);
        return PredicateInfo.Create((Predicate<T>)Delegate.CreateDelegate(typeof(Predicate<T>), predicateT.Target, predicateT.Method));
    }
}
