using Actors.Services.Methods;

namespace Actors.Services.Proxies;

/// <summary>Whatever calls can be made to: an instance in this process, a server behind a socket, a service of a cluster.</summary>
internal interface ICallTarget
{
    /// <summary>What it takes and gives.</summary>
    SizeLimits Sizes => SizeLimits.Default;

    /// <summary>Calls <paramref name="method"/>. When the result is a stream, it has begun.</summary>
    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was asked for; the method is told so.</exception>
    Task<MethodResult> CallAsync(string method, Arguments arguments, CancellationToken cancel);
}
