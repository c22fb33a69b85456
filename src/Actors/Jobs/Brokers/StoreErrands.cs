using Actors.Jobs.Table;
using Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace Actors.Jobs.Brokers;

/// <summary>
/// What the broker has the store do: look for inputs, declare outputs, publish results. So many at a time, the rest in order; what fails is tried again until
/// it is done, except a look, which the table asks for again by itself. Used by one actor, to which it tells the results.
/// </summary>
internal sealed class StoreErrands(IObjectStore store, IActorRef broker, IScheduler scheduler, ILoggingAdapter log)
{
    private const int AtATime = 64; // enough to keep the store's group commits full
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly Queue<Errand> _waiting = new();
    private int _running;

    public void Look(ObjectId input) => Begin(new Errand(async cancel => new InputSeen(input, await StateOfAsync(input, cancel).ConfigureAwait(false))));

    public void Declare(ObjectId output, string name) => Begin(new Errand(async cancel =>
    {
        await store.DeclareAsync(output, name, cancel).ConfigureAwait(false);
        return null;
    }));

    public void Publish(PublishOutput publish) => Begin(new Errand(async cancel =>
    {
        var content = ObjectId.FromWire(publish.Outcome.ObjectId);
        if (publish.Outcome.Length == publish.Outcome.InlineOutput.Length)
        {
            using var bytes = new MemoryStream(publish.Outcome.InlineOutput.ToByteArray(), writable: false);
            await store.PutAsync(content, publish.Name, bytes, cancel).ConfigureAwait(false);
        }

        await store.BindAsync(publish.Output, content, cancel).ConfigureAwait(false);
        return new OutputStored(publish.Job);
    })
    { WhenRefused = new OutputStored(publish.Job) });

    /// <summary>To be called when <see cref="ErrandEnded"/> arrives; returns what is to be told to the table, if anything.</summary>
    public JobCommand? Take(ErrandEnded ended)
    {
        _running--;
        StartNext();
        if (ended.Failure is null)
            return ended.Result;
        if ((ended.Failure as ActorsException)?.Code == ErrorCodes.Invalid && ended.Errand.WhenRefused is { } refused)
        {
            // An earlier run of this job, of which no broker knows any more, has given the output its content.
            log.Warning("The store refuses a result: {0}", ended.Failure.Message);
            return refused;
        }

        var pause = Dispatch.Backoff.After(++ended.Errand.Failures, FirstPause, LongestPause);
        scheduler.ScheduleTellOnce(pause, broker, new ErrandDue(this, ended.Errand), ActorRefs.NoSender);
        return null;
    }

    public void Begin(Errand errand)
    {
        _waiting.Enqueue(errand);
        StartNext();
    }

    private void StartNext()
    {
        while (_running < AtATime && _waiting.TryDequeue(out var errand))
        {
            _running++;
            errand.Work(CancellationToken.None).PipeTo(
                broker, ActorRefs.NoSender, result => new ErrandEnded(this, errand, result, null), failure => new ErrandEnded(this, errand, null, Innermost(failure)));
        }
    }

    private async Task<InputState> StateOfAsync(ObjectId input, CancellationToken cancel)
    {
        try
        {
            return (await store.StatAsync(input, cancel).ConfigureAwait(false)).State switch
            {
                ObjectState.Present => InputState.Present,
                ObjectState.Incomplete => InputState.Incomplete,
                _ => InputState.Absent,
            };
        }
        catch (ActorsException failure)
        {
            return failure.Code switch
            {
                ErrorCodes.NotFound => InputState.Absent,
                ErrorCodes.Incomplete => InputState.Incomplete,
                _ => InputState.Unknown,
            };
        }
    }

    private static Exception Innermost(Exception failure) => failure is AggregateException { InnerException: { } inner } ? inner : failure;
}

/// <summary>One thing to have done; its result is a command for the table, or null.</summary>
internal sealed class Errand(Func<CancellationToken, Task<JobCommand?>> work)
{
    public Func<CancellationToken, Task<JobCommand?>> Work { get; } = work;

    /// <summary>What the table is told when the store will never do it; null: try on.</summary>
    public JobCommand? WhenRefused { get; init; }

    public int Failures { get; set; }
}

/// <summary><paramref name="Owner"/> tells the errands of a restarted actor from those of its predecessor.</summary>
internal sealed record ErrandEnded(StoreErrands Owner, Errand Errand, JobCommand? Result, Exception? Failure) : INoSerializationVerificationNeeded;

internal sealed record ErrandDue(StoreErrands Owner, Errand Errand) : INoSerializationVerificationNeeded;
