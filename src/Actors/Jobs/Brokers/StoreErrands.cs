using Actors.Jobs.Table;
using Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace Actors.Jobs.Brokers;

/// <summary>
/// What one active broker has the store do: publish results, declare outputs, look for inputs. So many at a time; results first, because somebody waits for
/// them, then declarations, then looks. What fails is tried again until it is done, except a look, which the table asks for again by itself. Used by one
/// actor, to which it tells the results.
/// </summary>
internal sealed class StoreErrands(IObjectStore store, IActorRef broker, IScheduler scheduler, ILoggingAdapter log) : IDisposable
{
    private const int AtATime = 64; // enough to keep the store's group commits full

    /// <summary>Tries, some 40 s in all, until a content that all owners deny is believed to be gone.</summary>
    private const int MostDenials = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly PriorityQueue<Errand, (ErrandKind Kind, long Order)> _waiting = new();
    private readonly CancellationTokenSource _stopped = new();
    private int _running;
    private long _order;

    public void Look(ObjectId input) => Begin(new Errand(ErrandKind.Look, async cancel => new InputSeen(input, await StateOfAsync(input, cancel).ConfigureAwait(false))));

    public void Declare(ObjectId output, string name) => Begin(new Errand(ErrandKind.Declare, async cancel =>
    {
        await store.DeclareAsync(output, name, cancel).ConfigureAwait(false);
        return null;
    }));

    public void Publish(PublishOutput publish) => Begin(new Errand(ErrandKind.Publish, async cancel =>
    {
        var content = ObjectId.FromWire(publish.Outcome.ObjectId);
        if (publish.Outcome.Length == publish.Outcome.InlineOutput.Length)
        {
            using var bytes = new MemoryStream(publish.Outcome.InlineOutput.ToByteArray(), writable: false);
            // Without a name: the declared output has it, and lists show one object a job.
            await store.PutAsync(content, "", bytes, cancel).ConfigureAwait(false);
        }

        await store.BindAsync(publish.Output, content, cancel).ConfigureAwait(false);
        return new OutputStored(publish.Job);
    })
    {
        // An earlier run of this job, of which no broker knows any more, has given the output its content.
        WhenRefused = new OutputStored(publish.Job),
        WhenDenied = new OutputMissing(publish.Job, $"its output is gone from the store: no node has object {ObjectId.FromWire(publish.Outcome.ObjectId)} any more."),
    });

    /// <summary>To be called when <see cref="ErrandEnded"/> arrives; returns what is to be told to the table, if anything.</summary>
    public JobCommand? Take(ErrandEnded ended)
    {
        _running--;
        StartNext();
        if (ended.Failure is null || _stopped.IsCancellationRequested)
            return ended.Result;
        ended.Errand.Failures++;
        if (LastWordOn(ended.Errand, (ended.Failure as ActorsException)?.Code) is { } lastWord)
        {
            log.Warning("The store refuses a result: {0}", ended.Failure.Message);
            return lastWord;
        }

        var pause = Dispatch.Backoff.After(ended.Errand.Failures, FirstPause, LongestPause);
        scheduler.ScheduleTellOnce(pause, broker, new ErrandDue(this, ended.Errand), ActorRefs.NoSender);
        return null;
    }

    public void Begin(Errand errand)
    {
        _waiting.Enqueue(errand, (errand.Kind, _order++));
        StartNext();
    }

    /// <summary>The broker is not the active one any more: what it has not done is its successor's work.</summary>
    public void Dispose()
    {
        _waiting.Clear();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private static JobCommand? LastWordOn(Errand errand, string? code) => code switch
    {
        ErrorCodes.Invalid => errand.WhenRefused,
        ErrorCodes.NotFound when errand.Failures >= MostDenials => errand.WhenDenied,
        _ => null,
    };

    private void StartNext()
    {
        while (_running < AtATime && _waiting.TryDequeue(out var errand, out _))
        {
            _running++;
            errand.Work(_stopped.Token).PipeTo(
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

/// <summary>In the order of their urgency.</summary>
internal enum ErrandKind
{
    Publish,
    Declare,
    Look,
}

/// <summary>One thing to have done; its result is a command for the table, or null.</summary>
internal sealed class Errand(ErrandKind kind, Func<CancellationToken, Task<JobCommand?>> work)
{
    public ErrandKind Kind { get; } = kind;

    public Func<CancellationToken, Task<JobCommand?>> Work { get; } = work;

    /// <summary>What the table is told when the store will never do it; null: try on.</summary>
    public JobCommand? WhenRefused { get; init; }

    /// <summary>What the table is told when the store has been denying for a while that there is what it needs; null: try on.</summary>
    public JobCommand? WhenDenied { get; init; }

    public int Failures { get; set; }
}

/// <summary><paramref name="Owner"/> tells the errands of one time as the active broker from those of another.</summary>
internal sealed record ErrandEnded(StoreErrands Owner, Errand Errand, JobCommand? Result, Exception? Failure) : INoSerializationVerificationNeeded;

internal sealed record ErrandDue(StoreErrands Owner, Errand Errand) : INoSerializationVerificationNeeded;
