#nullable disable annotations
using System.Text;
using Akka.Util;

namespace Akka.Actor;

/// <summary>A path, maybe with wildcards, that is walked anew for each message.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection() { }

    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path) : this(anchor, path == "" ? [] : path.Split('/')) { }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements) : this(anchor, [.. elements.Where(e => e.Length > 0).Select(SelectionPathElement.Parse)]) { }

    public IActorRef Anchor { get; private set; }

    public SelectionPathElement[] Path { get; private set; }

    public string PathString => "/" + string.Join('/', Path.Select(element => element.ToString()));

    public void Tell(object message, IActorRef sender = null)
    {
        sender ??= ActorCell.GetCurrentSelfOrNoSender();
        ActorSelectionDelivery.Deliver((IInternalActorRef)Anchor, new ActorSelectionMessage(message, Path), sender);
    }

    /// <summary>The one actor that answers first.</summary>
    /// <exception cref="ActorNotFoundException">Nobody answered in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        ActorIdentity identity;
        try
        {
            identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException)
        {
            throw new ActorNotFoundException($"No actor answered to {this} within {timeout}", e);
        }
        return identity.Subject ?? throw new ActorNotFoundException($"There is no actor at {this}");
    }

    public override string ToString()
    {
        var text = new StringBuilder("ActorSelection[Anchor(").Append(Anchor.Path);
        if (Anchor.Path.Uid != 0)
            text.Append('#').Append(Anchor.Path.Uid);
        return text.Append("), Path(").Append(PathString).Append(")]").ToString();
    }

    public override bool Equals(object obj) => obj is ActorSelection other && Equals(Anchor, other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);
}

/// <summary>A message on its way along a selection.</summary>
public class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    public object Message { get; }

    public SelectionPathElement[] Elements { get; }

    /// <summary>Passed a wildcard: where nobody is there, nothing is said.</summary>
    public bool WildCardFanOut { get; }

    public ActorSelectionMessage Copy(object message = null, SelectionPathElement[] elements = null, bool? wildCardFanOut = null) =>
        new(message ?? Message, elements ?? Elements, wildCardFanOut ?? WildCardFanOut);

    public override string ToString() => $"ActorSelectionMessage - Message: {Message} - WildCardFanOut: {WildCardFanOut} - Elements: {string.Join('/', Elements.Select(e => e.ToString()))}";
}

/// <summary>One step of a selection.</summary>
public abstract class SelectionPathElement
{
    internal static SelectionPathElement Parse(string element) => element switch
    {
        ".." => new SelectParent(),
        "**" => SelectChildRecursive.Instance,
        _ => element.AsSpan().ContainsAny('*', '?') ? new SelectChildPattern(element) : new SelectChildName(element),
    };

    public override bool Equals(object obj) => obj is SelectionPathElement other && GetType() == other.GetType() && ToString() == other.ToString();

    public override int GetHashCode() => HashCode.Combine(GetType(), ToString());
}

public class SelectChildName : SelectionPathElement
{
    public SelectChildName(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}

/// <summary>All children whose names match; <c>*</c> stands for any text, <c>?</c> for one character.</summary>
public class SelectChildPattern : SelectionPathElement
{
    public SelectChildPattern(string patternStr) => PatternStr = patternStr;

    public string PatternStr { get; }

    public override string ToString() => PatternStr;
}

/// <summary>All descendants.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    public static readonly SelectChildRecursive Instance = new();

    public override string ToString() => "**";
}

public class SelectParent : SelectionPathElement
{
    public override string ToString() => "..";
}

internal static class ActorSelectionDelivery
{
    /// <summary>Walks the path as far as it stays in this process and passes the message on.</summary>
    public static void Deliver(IInternalActorRef anchor, ActorSelectionMessage selection, IActorRef sender)
    {
        if (selection.Elements.Length == 0)
        {
            anchor.Tell(selection.Message, sender);
            return;
        }

        var current = anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            if (current is not ActorRefWithCell local)
            {
                // Another node, or a reference without children, goes on from here.
                current.Tell(i == selection.Elements.Length ? selection.Message : selection.Copy(elements: selection.Elements[i..]), sender);
                return;
            }
            var rest = selection.Elements[(i + 1)..];
            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = local.Parent is Nobody ? local : local.Parent;
                    break;
                case SelectChildName child:
                    current = local.GetSingleChild(child.Name);
                    if (current.IsNobody())
                    {
                        NotFound(local, selection, selection.Elements[i..], sender);
                        return;
                    }
                    break;
                case SelectChildRecursive:
                    FanOut(Descendants(local), selection, [], sender);
                    return;
                case SelectChildPattern pattern:
                    var matching = local.Children.Where(child => child.Path.Name.Like(pattern.PatternStr, caseSensitive: true)).ToArray();
                    if (matching.Length == 0 && !selection.WildCardFanOut)
                        NotFound(local, selection, selection.Elements[i..], sender);
                    else
                        FanOut(matching, selection, rest, sender);
                    return;
            }
        }
        current.Tell(selection.Message, sender);
    }

    private static void FanOut(IEnumerable<IActorRef> actors, ActorSelectionMessage selection, SelectionPathElement[] rest, IActorRef sender)
    {
        foreach (var actor in actors)
            Deliver((IInternalActorRef)actor, selection.Copy(elements: rest, wildCardFanOut: true), sender);
    }

    private static IEnumerable<IActorRef> Descendants(ActorRefWithCell actor)
    {
        foreach (var child in actor.Children)
        {
            yield return child;
            if (child is ActorRefWithCell parent)
                foreach (var below in Descendants(parent))
                    yield return below;
        }
    }

    private static void NotFound(ActorRefWithCell last, ActorSelectionMessage selection, SelectionPathElement[] rest, IActorRef sender)
    {
        if (selection.WildCardFanOut)
            return;
        if (selection.Message is Identify identify)
        {
            sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
            return;
        }
        // The dead letter names the path asked for, not the last actor on the way.
        var provider = last.Provider;
        var path = rest.Aggregate(last.Path, (parent, element) => new ChildActorPath(parent, element.ToString(), 0));
        var missing = new EmptyLocalActorRef(provider, path, provider.Settings.System.EventStream);
        provider.DeadLetters.Tell(new Event.DeadLetter(selection.Message, sender ?? provider.DeadLetters, missing), sender);
    }
}

public static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);

    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address), actorPath.Elements);

    /// <param name="path">Absolute with an address, absolute from the root, or relative to <paramref name="lookupRoot"/>.</param>
    /// <param name="system">Where to look.</param>
    /// <param name="lookupRoot">Start of relative paths.</param>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        ArgumentNullException.ThrowIfNull(path);
        var provider = ((ExtendedActorSystem)system).Provider;
        if (Address.TryParse(path, out var address, out string absolute))
            return new ActorSelection(provider.RootGuardianAt(address), absolute.Trim('/'));
        return path.StartsWith('/')
            ? new ActorSelection(provider.RootGuardian, path.Trim('/'))
            : new ActorSelection(lookupRoot, path.TrimEnd('/'));
    }
}

public static class ActorRefFactoryExtensions
{
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string name = null) where TActor : ActorBase, new() =>
        factory.ActorOf(Props.Create<TActor>(), name);

    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}
