using System.Collections.Immutable;
using Actors.Cluster;
using Actors.Storage;
using Actors.Storage.Internal.Planning;

namespace Actors.Tests.Storage.Planning;

/// <summary>Rules that a test may break, to see that the checkers notice.</summary>
internal sealed record ModelRules(bool AcknowledgeEarly = false, bool NotFoundFromOwners = false, bool DropByView = false);

/// <summary>
/// Storage nodes as sets of ids, a network that loses messages by a seeded chance, and members whose views of the ring differ: runs the planning
/// cores together and checks what was promised.
/// </summary>
internal sealed class StorageModel(int seed, int nodeCount, ModelRules rules)
{
    private const int Replicas = 2;

    private static readonly (HashRing Whole, ImmutableArray<HashRing> Partial)[] Rings = [.. Enumerable.Range(0, 8).Select(count =>
    {
        ImmutableArray<RingMember> members = [.. Enumerable.Range(0, count).Select(i => new RingMember("n" + i))];
        return (HashRing.Of(members), members.Select(member => HashRing.Of(members.Remove(member))).ToImmutableArray());
    })];

    private readonly Random _random = new(seed);
    private readonly HashRing _ring = Rings[nodeCount].Whole;
    private readonly Dictionary<string, Dictionary<ObjectId, bool>> _disks = Enumerable.Range(0, nodeCount).ToDictionary(i => "n" + i, _ => new Dictionary<ObjectId, bool>());
    private readonly HashSet<string> _down = [];
    private readonly IdSource _ids = new(TimeProvider.System, new Random(seed).NextBytes);
    private TimeSpan _now;

    public HashSet<ObjectId> Acknowledged { get; } = [];

    public int Reads { get; private set; }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            switch (_random.Next(8))
            {
                case 0 when _down.Count == 0:
                    _down.Add("n" + _random.Next(nodeCount));
                    break;
                case 1:
                    _down.Clear();
                    break;
                case 2 or 3:
                    Put();
                    break;
                case 4 or 5:
                    Settle();
                    break;
                default:
                    Get();
                    break;
            }

            CheckCopies();
        }
    }

    /// <summary>A view in which some member may be missing, as when gossip has not arrived.</summary>
    private HashRing View() => _random.Next(4) == 0 && nodeCount > 3 ? Rings[nodeCount].Partial[_random.Next(nodeCount)] : _ring;

    private ImmutableHashSet<string> Suspected() => _random.Next(2) == 0 ? [.. _down] : [];

    private bool Arrives(string node) => !_down.Contains(node) && _random.Next(10) > 0;

    private void Put()
    {
        var id = ObjectId.New(_ids);
        var self = "n" + _random.Next(nodeCount);
        if (_down.Contains(self))
            return;
        var plan = PutPlan.For(View(), id, self, Suspected(), Replicas, writeAcks: Replicas);
        var step = PutState.Begin(rules.AcknowledgeEarly ? plan with { Required = 1 } : plan, _now);
        for (var queue = new Queue<PutEffect>(step.Effects); !step.State.Over;)
        {
            var state = step.State;
            step = queue.TryDequeue(out var effect) && effect is StoreCopyOn copy ? Store(state, id, copy) : queue.Count == 0 ? state.Expired() : new(state, []);
            foreach (var next in step.Effects)
                queue.Enqueue(next);
        }

        if (step.Effects.Any(effect => effect is PutDone))
            Acknowledged.Add(id);
    }

    private PutStep Store(PutState state, ObjectId id, StoreCopyOn copy)
    {
        if (!Arrives(copy.Node))
            return state.Failed(copy.Node, "lost", _now);
        _disks[copy.Node][id] = copy.Hint;
        return Arrives(copy.Node) ? state.Stored(copy.Node) : state.Failed(copy.Node, "lost", _now);
    }

    private void Get()
    {
        // One id that was acknowledged, one that never was.
        foreach (var id in Acknowledged.Skip(_random.Next(Acknowledged.Count)).Take(1).Append(ObjectId.New(_ids)))
        {
            var code = Search(id, GetPlan.For(_ring, id, Suspected(), Replicas));
            Reads++;
            if (code == ErrorCodes.NotFound && _disks.Values.Any(disk => disk.ContainsKey(id)))
                throw new InvalidOperationException($"S4: {id} is held and was not found.");
            if (code == ErrorCodes.NotFound && _down.Count > 0)
                throw new InvalidOperationException($"S4: not found without the word of {_down.First()}.");
        }
    }

    private string Search(ObjectId id, GetPlan plan)
    {
        var step = GetState.Begin(rules.NotFoundFromOwners ? plan with { Others = [] } : plan, _now);
        var queue = new Queue<GetEffect>(step.Effects);
        while (queue.TryDequeue(out var effect))
        {
            if (effect is GetFound)
                return "found";
            if (effect is GetFailed failed)
                return failed.Code;
            var node = ((AskNode)effect).Node;
            var answer = !Arrives(node) ? GetAnswer.Failed : _disks[node].ContainsKey(id) ? GetAnswer.Held : GetAnswer.Absent;
            step = step.State.Answered(node, answer, _now);
            foreach (var next in step.Effects)
                queue.Enqueue(next);
        }

        throw new InvalidOperationException("The search ended without an answer.");
    }

    /// <summary>Two nodes with hints run their passes at once, message by message in random order, each with a view of its own.</summary>
    private void Settle()
    {
        var passes = _disks.Keys.Where(node => !_down.Contains(node)).OrderBy(_ => _random.Next()).Take(2).ToDictionary(node => node, Begin);
        var offers = passes.SelectMany(pass => pass.Value.Offers.SelectMany(offer => offer.Value.Select(copy => (Holder: pass.Key, Owner: offer.Key, copy.Id))))
            .OrderBy(_ => _random.Next()).ToList();
        List<(string Holder, string Owner, ObjectId Id)> answers = [];
        while (offers.Count + answers.Count > 0)
        {
            if (answers.Count > 0 && (offers.Count == 0 || _random.Next(2) == 0))
                TakeAnswer(passes, Pop(answers));
            else if (Offer(passes, Pop(offers)) is { } answer)
                answers.Add(answer);
        }
    }

    private SettlePass Begin(string node)
    {
        var hints = _disks[node].Where(copy => copy.Value).Select(copy => new ObjectInfo(copy.Key, "", ObjectState.Present, 1, default));
        return SettlePass.Begin(node, View(), hints, Replicas);
    }

    private (string, string, ObjectId)? Offer(Dictionary<string, SettlePass> passes, (string Holder, string Owner, ObjectId Id) offer)
    {
        if (!Arrives(offer.Owner))
            return rules.DropByView ? offer : null;
        _disks[offer.Owner].TryAdd(offer.Id, false);
        if (passes.TryGetValue(offer.Owner, out var own) && !rules.DropByView)
            passes[offer.Owner] = own.Void(offer.Id);
        return Arrives(offer.Holder) ? offer : null;
    }

    private void TakeAnswer(Dictionary<string, SettlePass> passes, (string Holder, string Owner, ObjectId Id) answer)
    {
        (passes[answer.Holder], var done) = passes[answer.Holder].Proved(answer.Owner, answer.Id);
        if (done is { Drop: true })
            _disks[answer.Holder].Remove(answer.Id);
        else if (done is not null)
            _disks[answer.Holder][answer.Id] = false;
    }

    private T Pop<T>(List<T> list)
    {
        var index = _random.Next(list.Count);
        var item = list[index];
        list.RemoveAt(index);
        return item;
    }

    private void CheckCopies()
    {
        var required = Math.Min(Replicas, nodeCount);
        foreach (var id in Acknowledged)
        {
            if (_disks.Values.Count(disk => disk.ContainsKey(id)) < required)
                throw new InvalidOperationException($"S1: {id} was acknowledged and is on fewer than {required} nodes.");
        }
    }
}
