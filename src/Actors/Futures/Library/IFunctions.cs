using Actors.Services.Methods;

namespace Actors.Futures.Library;

/// <summary>Where a worker finds the functions that clients name.</summary>
internal interface IFunctions
{
    /// <exception cref="ActorsException">no-such-method: there is none, or it must not be called.</exception>
    ValueTask<FunctionUse> FindAsync(FunctionName name);
}

/// <summary>A function while it is in use: what it was loaded from stays until this is disposed of.</summary>
internal sealed class FunctionUse(MethodGroup group, Action? end = null) : IDisposable
{
    public MethodGroup Group => group;

    public void Dispose() => end?.Invoke();
}
