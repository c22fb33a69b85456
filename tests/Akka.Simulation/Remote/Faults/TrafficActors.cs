using Akka.Actor;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Sends numbers to the ear of another node, one a tick.</summary>
internal sealed class Mouth : UntypedActor, IWithTimers
{
    private readonly IActorRef _ear;
    private readonly string _stream;
    private readonly TimeSpan _interval;
    private long _said;

    public Mouth(string ear, string stream, TimeSpan interval)
    {
        _ear = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(ear);
        _stream = stream;
        _interval = interval;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", _interval);

    protected override void OnReceive(object message) => _ear.Tell($"{_stream} {++_said}", Self);
}

/// <summary>Writes down what mouths have said.</summary>
internal sealed class Ear(TrafficLog log) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        var words = ((string)message).Split(' ');
        log.Got(words[0], long.Parse(words[1]));
    }
}

/// <summary>Lets actors be born here for those who ask: each says some words when asked for them, and dies.</summary>
internal sealed class Cradle : UntypedActor
{
    protected override void OnReceive(object message) => Context.ActorOf(Props.Create(() => new Mortal((string)message, Sender)));
}

internal sealed class Mortal : UntypedActor
{
    public const int Words = 5;

    private readonly string _name;

    public Mortal(string name, IActorRef parent)
    {
        _name = name;
        parent.Tell($"{name} 0", Self);
    }

    protected override void OnReceive(object message)
    {
        for (var word = 1; word <= Words; word++)
            Sender.Tell($"{_name} {word}", Self);
        Context.Stop(Self);
    }
}

/// <summary>Has actors made on another node, watches them, asks them to speak until it hears of their end.</summary>
internal sealed class Mourner : UntypedActor, IWithTimers
{
    private readonly IActorRef _cradle;
    private readonly string _name;
    private readonly TrafficLog _log;
    private readonly Dictionary<IActorRef, string> _living = [];
    private readonly TimeSpan _interval;
    private int _wanted;

    public Mourner(string cradle, string name, TrafficLog log, TimeSpan interval, Action<Mourner> started)
    {
        _cradle = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(cradle);
        _name = name;
        _log = log;
        _interval = interval;
        started(this);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How many are watched and not yet known to be dead.</summary>
    public int Living => _living.Count;

    public int Mourned { get; private set; }

    /// <summary>No more births; those who live are still asked to speak.</summary>
    public bool IsContent { get; set; }

    protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", _interval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case "tick":
                foreach (var actor in _living.Keys)
                    actor.Tell("speak", Self);
                if (!IsContent)
                    _cradle.Tell($"{_name}-{++_wanted}", Self);
                break;
            case string said:
                Hear(said.Split(' '));
                break;
            case Terminated terminated:
                _log.Terminated(_living[terminated.ActorRef]);
                _living.Remove(terminated.ActorRef);
                Mourned++;
                break;
        }
    }

    private void Hear(string[] words)
    {
        var number = long.Parse(words[1]);
        if (number > 0)
        {
            _log.Got(words[0], number);
            return;
        }
        _living[Sender] = words[0];
        Context.Watch(Sender);
        Sender.Tell("speak", Self);
    }
}
