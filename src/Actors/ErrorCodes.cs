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
}
