using Actors.Client;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>A module that has the cluster do something for each event: the program gives a <see cref="ComputeCloud"/> to the director (<c>Needs</c>). Failures of the cluster are failures of the event.</summary>
public abstract class CloudModule : FlowModule
{
    protected ComputeCloud Cloud => Require<ComputeCloud>();

    protected sealed override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        FlowEvent done;
        try
        {
            done = await DoAsync(item, cancel);
        }
        catch (ActorsException failure)
        {
            throw new FlowException(KindOf(failure.Code), failure.Message, failure) { Code = failure.Code };
        }

        await SendAsync(done);
    }

    /// <summary>What the event becomes.</summary>
    protected abstract Task<FlowEvent> DoAsync(FlowEvent item, CancellationToken cancel);

    internal static FlowErrorKind KindOf(string code) => code switch
    {
        ErrorCodes.NotFound or ErrorCodes.NoSuchService or ErrorCodes.NoSuchMethod => FlowErrorKind.NotFound,
        ErrorCodes.Incomplete or ErrorCodes.InUse => FlowErrorKind.Conflict,
        ErrorCodes.Unavailable or ErrorCodes.Unreachable or ErrorCodes.Lost => FlowErrorKind.Unavailable,
        ErrorCodes.Invalid or ErrorCodes.BadArguments => FlowErrorKind.Unprocessable,
        ErrorCodes.Timeout => FlowErrorKind.Timeout,
        ErrorCodes.TooLarge => FlowErrorKind.TooLarge,
        ErrorCodes.Overloaded => FlowErrorKind.RateExceeded,
        ErrorCodes.Expired => FlowErrorKind.Gone,
        _ => FlowErrorKind.Failed,
    };
}
