using Actors.Cluster.Internal;
using Akka.Actor;

namespace Actors.Storage.Internal.Client;

/// <summary>The object store's actor inside a member: knows the ring and speaks with the storage nodes for the <see cref="ObjectStore"/>.</summary>
internal sealed class StoreClient : UntypedActor, IWithTimers
{
    // Twice the time that the failure detector takes to notice would be too long to avoid a node that was only slow once.
    private static readonly TimeSpan SuspectFor = TimeSpan.FromSeconds(2);
    private readonly ClientParts _parts;
    private readonly Props? _ringSource;
    private readonly Puts _puts;
    private readonly Gets _gets;
    private readonly Lists _lists;
    private IActorRef _sessions = null!;
    private long _requests = Records.FirstRequest();

    public StoreClient(StorageSettings settings, Props? ringSource)
    {
        var scheduler = Context.System.Scheduler;
        TimeSpan Now() => scheduler.MonotonicClock;
        var suspects = new Suspects(SuspectFor);
        _parts = new ClientParts(settings);
        _ringSource = ringSource;
        _puts = new Puts(_parts, suspects, Self, Now, NextRequest);
        _gets = new Gets(_parts, suspects, Self, Now, NextRequest);
        _lists = new Lists(_parts, Self, Now, NextRequest);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="settings">Limits and times.</param>
    /// <param name="ringSource">A child that sends <see cref="RingView"/>s; null where they come from outside, as in tests.</param>
    public static Props Props(StorageSettings settings, Props? ringSource) => Akka.Actor.Props.Create(() => new StoreClient(settings, ringSource));

    protected override void PreStart()
    {
        _sessions = Context.ActorOf(SessionParent.Props(int.MaxValue), "sessions"); // the nodes limit them
        if (_ringSource is not null)
            Context.ActorOf(_ringSource, "ring");
        Timers.StartPeriodicTimer(Overdue.Instance, Overdue.Instance, _parts.Settings.GetPatience / 4);
    }

    protected override void PostStop()
    {
        _puts.Stop();
        _gets.Stop();
        _lists.Stop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FindCommand find:
                _gets.Begin(find);
                break;
            case ObjectAnswer answer:
                _gets.On(answer);
                break;
            case PutCommand put:
                _puts.Begin(put);
                break;
            case ObjectStored stored:
                _puts.On(stored);
                break;
            case StorageRefused refused:
                _puts.On(refused);
                break;
            case ListCommand list:
                _lists.Begin(list);
                break;
            case ObjectList reply:
                _lists.On(reply);
                break;
            case UploadCommand upload:
                _sessions.Tell(new StartSession(UploadSender.Props(_parts, upload), Refusal: null));
                break;
            case DownloadCommand download:
                _sessions.Tell(new StartSession(DownloadReceiver.Props(_parts, download), Refusal: null));
                break;
            case Overdue:
                _puts.Tick();
                _gets.Tick();
                _lists.Tick();
                break;
            case RingView view:
                _parts.View = view;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private long NextRequest() => ++_requests;

    private sealed class Overdue
    {
        public static readonly Overdue Instance = new();
    }
}
