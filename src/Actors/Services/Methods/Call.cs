namespace Actors.Services.Methods;

/// <summary>What is known of a call while its result is made.</summary>
/// <param name="Method">Null for values that are written without a call: arguments.</param>
internal readonly record struct Call(string? Method, int LimitBytes, CancellationToken Cancellation)
{
    public string What => Method == null ? "the arguments" : $"the result of {Method}";

    /// <summary>What the caller is told of something that the method's own code threw.</summary>
    public Exception Failure(Exception thrown) =>
        thrown is OperationCanceledException && Cancellation.IsCancellationRequested ? Cancelled() : RemoteFault.Of(thrown);

    public ActorsException Cancelled() => new(ErrorCodes.Cancelled, $"the call of {Method} was cancelled");
}
