using Actors.Services.Methods;

namespace Actors.Futures.Library;

/// <summary>Where a worker finds the functions that clients name.</summary>
internal interface IFunctions
{
    /// <exception cref="ActorsException">no-such-method: there is none, or it must not be called.</exception>
    MethodGroup Find(FunctionName name);
}
