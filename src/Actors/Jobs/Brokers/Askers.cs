using Akka.Actor;

namespace Actors.Jobs.Brokers;

/// <summary>Who asked what: clients whose answer waits for an event to become durable, and clients that wait for a job to end.</summary>
internal sealed class Askers
{
    private const int MostWaiting = 100_000; // a few hundred bytes each
    private readonly Dictionary<long, Asker> _asked = [];
    private readonly Dictionary<JobId, HashSet<Asker>> _waiting = [];
    private long _tokens;
    private int _waitingCount;

    public long Ask(IActorRef client, ulong request)
    {
        _asked.Add(++_tokens, new Asker(client, request));
        return _tokens;
    }

    public Asker? Answered(long token) => _asked.Remove(token, out var asker) ? asker : null;

    /// <summary>False: too many wait, answer at once. A request that is asked again takes the place of its first copy.</summary>
    public bool Wait(JobId job, IActorRef client, ulong request)
    {
        if (_waitingCount >= MostWaiting)
            return false;
        if (!_waiting.TryGetValue(job, out var waiting))
            _waiting.Add(job, waiting = []);
        if (waiting.Add(new Asker(client, request)))
            _waitingCount++;
        return true;
    }

    public IReadOnlyCollection<Asker> TakeWaiting(JobId job)
    {
        if (!_waiting.Remove(job, out var waiting))
            return [];
        _waitingCount -= waiting.Count;
        return waiting;
    }

    public bool StopWaiting(JobId job, Asker asker)
    {
        if (!_waiting.TryGetValue(job, out var waiting) || !waiting.Remove(asker))
            return false;
        _waitingCount--;
        if (waiting.Count == 0)
            _waiting.Remove(job);
        return true;
    }

    public IReadOnlyList<Asker> TakeAll()
    {
        Asker[] all = [.. _asked.Values, .. _waiting.Values.SelectMany(waiting => waiting)];
        _asked.Clear();
        _waiting.Clear();
        _waitingCount = 0;
        return all;
    }
}

/// <summary>One request of one client.</summary>
internal sealed record Asker(IActorRef Client, ulong Request)
{
    public void Refuse(string code, string message) => Client.Tell(Refusal(code, message));

    public JobRequestFailed Refusal(string code, string message) => new() { RequestId = Request, Code = code, Message = message };
}
