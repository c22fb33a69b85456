namespace Actors;

/// <summary>The codes of <see cref="ActorsException"/>. Codes are only ever added.</summary>
public static class ErrorCodes
{
    /// <summary>Every node that could hold it has said that it does not.</summary>
    public const string NotFound = "not-found";

    /// <summary>The id is declared, and its content is still being made.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>Too few nodes answer to do it or to know; trying again later may help.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>No cluster answers at the given contact points.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The request itself is wrong and will never work.</summary>
    public const string Invalid = "invalid";

    /// <summary>The work was done and failed.</summary>
    public const string Failed = "failed";

    /// <summary>No answer in time; it may have been done all the same.</summary>
    public const string Timeout = "timeout";

    /// <summary>Something that only one may hold (a data folder, a port) is held by another.</summary>
    public const string InUse = "in-use";

    /// <summary>Nobody serves anything by that name.</summary>
    public const string NoSuchService = "no-such-service";

    /// <summary>The service has no callable method by that name; the message says which it has.</summary>
    public const string NoSuchMethod = "no-such-method";

    /// <summary>The arguments do not fit the method's parameters; the method did not run.</summary>
    public const string BadArguments = "bad-arguments";

    /// <summary>Arguments, a result or an item of a stream exceed the limit on their size.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The method ran, and what it returned cannot be written as JSON.</summary>
    public const string Unserializable = "unserializable";

    /// <summary>A queue or a rate is at its limit and the call was refused unseen; trying again later may help.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>Who ran it is gone, and it must not run twice: whether it was done is not known.</summary>
    public const string Lost = "lost";

    /// <summary>Its caller gave it up before it was done.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It was there for as long as was asked for, and is no more.</summary>
    public const string Expired = "expired";

    /// <summary>Between nodes: ask again, another one is responsible now.</summary>
    internal const string Moved = "moved";

    /// <summary>Between nodes: the call has ended, its result is gone, and it may run again: send it again.</summary>
    internal const string Forgotten = "forgotten";
}
