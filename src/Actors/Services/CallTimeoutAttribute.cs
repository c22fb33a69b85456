namespace Actors.Services;

/// <summary>
/// How long a call may take, the wait for a worker included, when its caller does not say; written as in HOCON: <c>[CallTimeout("10s")]</c>.
/// The broker holds calls to it, and tells their clients; of overloads the longest counts, if all of them declare one. On a class it holds for the methods that do not say otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class CallTimeoutAttribute(string timeout) : Attribute
{
    public string Timeout { get; } = timeout;
}
