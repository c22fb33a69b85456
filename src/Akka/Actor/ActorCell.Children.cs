using Akka.Actor.Internal;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private static readonly string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private Children? _children;
    private long _nextName;

    private bool IsTerminating => _children is { IsTerminating: true } || _isTerminated;

    // Made by whoever comes first: the guardians' children are created on any thread.
    private Children ChildrenOrNew => Volatile.Read(ref _children) ?? Interlocked.CompareExchange(ref _children, new Children(), null) ?? _children;

    public IActorRef ActorOf(Props props, string? name = null) => AttachChild(props, name, isSystemService: false);

    public IInternalActorRef AttachChild(Props props, string? name, bool isSystemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is null)
            name = GenerateName();
        else
            CheckName(name);

        var children = ChildrenOrNew;
        children.Reserve(name, Self);
        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(Self.Path, name, System.NewUid());
            child = System.Provider.ActorOf(System, props, Self, path, isSystemService, deploy: null, lookupDeploy: true, async: true);
        }
        catch
        {
            if (children.Unreserve(name))
                Self.Stop();
            throw;
        }
        // Other threads create children of the guardians, also while these terminate.
        var isTooLate = children.Add(name, child);
        child.Start();
        if (isTooLate)
            child.Stop();
        return child;
    }

    /// <summary>Enters a guardian, which the provider makes itself, among the root's children.</summary>
    internal void AddGuardian(LocalActorRef guardian) => ChildrenOrNew.Add(guardian.Path.Name, guardian);

    public IActorRef Child(string name) => TryGetChild(name) ?? (IActorRef)ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => ChildSnapshot();

    public IInternalActorRef[] ChildSnapshot() => Volatile.Read(ref _children)?.Snapshot() ?? [];

    /// <param name="name">May end in <c>#uid</c> to name one incarnation.</param>
    public IInternalActorRef? TryGetChild(string name)
    {
        if (Volatile.Read(ref _children) is not { } children)
            return null;
        var hash = name.IndexOf('#');
        if (!children.TryGet(hash < 0 ? name : name[..hash], out var child))
            return null;
        return hash < 0 || long.TryParse(name.AsSpan(hash + 1), out var uid) && child.Path.Uid == uid ? child : null;
    }

    public void Stop(IActorRef child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var actor = (IInternalActorRef)child;
        _children?.ShallDie(actor);
        actor.Stop();
    }

    private void StopChildren()
    {
        foreach (var child in ChildSnapshot())
            Stop(child);
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var done = _children!.Remove(child, out var cause);
        if (_actor is not null && !_isTerminated)
        {
            try
            {
                SupervisorStrategy.HandleChildTerminated(this, child, _children.Lazily());
            }
            catch (Exception e)
            {
                HandleFailure(e);
            }
        }
        switch (done)
        {
            case Waiting.Recreation:
                FinishRecreate(cause!);
                break;
            case Waiting.Creation:
                FinishCreate();
                break;
            case Waiting.Termination:
                FinishTerminate();
                break;
        }
    }

    private string GenerateName()
    {
        var n = Interlocked.Increment(ref _nextName) - 1;
        Span<char> name = stackalloc char[12];
        var length = 0;
        name[length++] = '$';
        do
        {
            name[length++] = NameCharacters[(int)(n & 63)];
            n >>= 6;
        }
        while (n > 0);
        return new string(name[..length]);
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException(
                $"Illegal actor name '{name}': a name starts with something other than '$' and holds only letters, digits, %XX and {ActorPath.ValidSymbols}");
    }
}
