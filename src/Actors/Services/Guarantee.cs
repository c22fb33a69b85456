namespace Actors.Services;

/// <summary>What becomes of a call whose worker died while it may have been running.</summary>
public enum Guarantee
{
    /// <summary>It never runs twice: the call fails with <see cref="ErrorCodes.Lost"/>. The default, right for methods that change something.</summary>
    AtMostOnce,

    /// <summary>It runs again elsewhere until it has been answered: right for methods that may run twice without harm.</summary>
    AtLeastOnce,
}
