namespace Actors;

/// <summary>
/// An expected failure of the service. <see cref="Code"/> is one of <see cref="ErrorCodes"/>: programs decide by it, people read the message.
/// </summary>
public sealed class ActorsException : Exception
{
    public ActorsException(string code, string message)
        : base(message)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    public ActorsException(string code, string message, Exception? cause)
        : base(message, cause)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>A short lower-case word; the same one that <c>--json</c> prints as <c>error.code</c>.</summary>
    public string Code { get; }
}
