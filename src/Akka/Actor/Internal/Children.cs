using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor.Internal;

/// <summary>Why a parent waits for children to die.</summary>
internal enum Waiting
{
    Nothing,
    Creation,
    Recreation,
    Termination,
}

/// <summary>
/// The children of one actor by name. Only the parent adds and removes (the guardians' children are added by any thread); anybody resolves, so the lock guards the
/// table and the set of the dying.
/// </summary>
internal sealed class Children
{
    /// <summary>The children of every actor that ends or has ended without any: there can be none any more.</summary>
    public static readonly Children Ended = new() { WaitingFor = Waiting.Termination };

    // A child is its reference until its first failure, then its ChildRestartStats. Null: the name is reserved while the child is being made.
    private readonly Dictionary<string, object?> _byName = [];
    private HashSet<IInternalActorRef>? _dying;

    public Waiting WaitingFor { get; private set; }

    public Exception? Cause { get; private set; }

    public bool IsTerminating => WaitingFor == Waiting.Termination;

    public int Count
    {
        get
        {
            lock (_byName)
                return _byName.Count;
        }
    }

    public void Reserve(string name, IActorRef parent)
    {
        lock (_byName)
        {
            if (IsTerminating)
                throw new InvalidOperationException($"Cannot create child '{name}': {parent.Path} is terminating");
            if (!_byName.TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name '{name}' is not unique below {parent.Path}");
        }
    }

    /// <returns>Whether the parent began to terminate meanwhile and may wait for this name.</returns>
    public bool Unreserve(string name)
    {
        lock (_byName)
        {
            if (_byName.TryGetValue(name, out var child) && child is null)
                _byName.Remove(name);
            return IsTerminating;
        }
    }

    /// <returns>Whether the parent began to terminate meanwhile and has not told this child to stop.</returns>
    public bool Add(string name, IInternalActorRef child)
    {
        lock (_byName)
        {
            _byName[name] = child;
            return IsTerminating;
        }
    }

    public bool TryGet(string name, [NotNullWhen(true)] out IInternalActorRef? child)
    {
        lock (_byName)
            child = _byName.TryGetValue(name, out var entry) ? RefOf(entry) : null;
        return child is not null;
    }

    public bool Contains(IActorRef child) => TryGet(child.Path.Name, out var known) && known.Equals(child);

    /// <summary>The stats of a child, made now if it had none.</summary>
    public bool TryGetStats(IActorRef child, Func<TimeSpan> clock, [NotNullWhen(true)] out ChildRestartStats? stats)
    {
        lock (_byName)
        {
            stats = null;
            if (!_byName.TryGetValue(child.Path.Name, out var entry) || RefOf(entry) is not { } known || !known.Equals(child))
                return false;
            stats = entry as ChildRestartStats ?? new ChildRestartStats(known) { Clock = clock };
            _byName[child.Path.Name] = stats;
            return true;
        }
    }

    /// <summary>The children at the time of the enumeration.</summary>
    public IEnumerable<IInternalActorRef> Lazily()
    {
        foreach (var child in Snapshot())
            yield return child;
    }

    public IInternalActorRef[] Snapshot()
    {
        lock (_byName)
        {
            var refs = new List<IInternalActorRef>(_byName.Count);
            foreach (var entry in _byName.Values)
                if (RefOf(entry) is { } child)
                    refs.Add(child);
            return [.. refs];
        }
    }

    /// <summary>Notes that a child was told to stop.</summary>
    public void ShallDie(IInternalActorRef child)
    {
        // While terminating all of them die, and the table itself says who is left.
        if (!IsTerminating && Contains(child))
            lock (_byName)
                (_dying ??= []).Add(child);
    }

    /// <summary>Starts to wait for the dying.</summary>
    /// <returns>False if there is nothing to wait for.</returns>
    public bool WaitFor(Waiting reason, Exception? cause = null)
    {
        lock (_byName)
        {
            if (reason == Waiting.Termination)
                WaitingFor = Waiting.Termination;
            if (reason == Waiting.Termination ? _byName.Count == 0 : _dying is not { Count: > 0 })
                return false;
            if (!IsTerminating)
                (WaitingFor, Cause) = (reason, cause);
            return true;
        }
    }

    /// <summary>Removes a dead child.</summary>
    /// <returns>What the parent waited for and now has; <see cref="Waiting.Nothing"/> if there is more to come.</returns>
    public Waiting Remove(IActorRef child, out Exception? cause)
    {
        lock (_byName)
        {
            cause = Cause;
            if (_byName.TryGetValue(child.Path.Name, out var entry) && RefOf(entry) is { } known && known.Equals(child))
            {
                _byName.Remove(child.Path.Name);
                _dying?.Remove(known);
            }
            var reason = WaitingFor;
            if (reason == Waiting.Nothing || (reason == Waiting.Termination ? _byName.Count > 0 : _dying is { Count: > 0 }))
                return Waiting.Nothing;
            if (reason != Waiting.Termination)
                (WaitingFor, Cause) = (Waiting.Nothing, null);
            return reason;
        }
    }

    private static IInternalActorRef? RefOf(object? entry) => entry as IInternalActorRef ?? (entry as ChildRestartStats)?.Child;
}
