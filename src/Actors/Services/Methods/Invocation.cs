namespace Actors.Services.Methods;

/// <summary>A method with the arguments for one call of it. Runs once.</summary>
internal sealed class Invocation
{
    private readonly CallableMethod _method;
    private readonly object?[] _values;
    private readonly SizeLimits _limits;

    internal Invocation(CallableMethod method, object?[] values, SizeLimits limits) => (_method, _values, _limits) = (method, values, limits);

    public MethodDescription Method => _method.Description;

    /// <summary>The value that a parameter will get; null also when there is none of that name.</summary>
    public object? Argument(string parameter) => _method.Signature.Parameters.FirstOrDefault(known => known.Name == parameter) is { } found ? _values[found.Position] : null;

    /// <summary>
    /// Calls the method on this thread, and waits for what it awaits. The token is the method's own <see cref="CancellationToken"/>; a method that does
    /// not look at it runs on.
    /// </summary>
    /// <param name="instance">Null for static methods.</param>
    /// <exception cref="RemoteException">The method threw.</exception>
    /// <exception cref="ActorsException">cancelled, too-large or unserializable.</exception>
    public ValueTask<MethodResult> RunAsync(object? instance, CancellationToken cancellation)
    {
        _method.CheckInstance(instance);
        var call = new Call(Method.Name, _limits.ResultBytes, cancellation);
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromException<MethodResult>(call.Cancelled());
        _method.Signature.Inject(_values, cancellation);
        return _method.Run(instance, _values, call);
    }
}
