namespace Actors.Storage.Internal.Local;

/// <summary>What a copy becomes when another of the same id meets it: the larger state wins, and a present content never changes.</summary>
internal static class CopyMerge
{
    public static Merged Merge(StoredObject? held, StoreChange.Put change)
    {
        var incoming = change.Copy;
        if (held is null)
            return new Merged(incoming, StoreOutcome.Done, TookIncoming: true);
        if (held.Info.State == ObjectState.Present && incoming.Info.State == ObjectState.Present && !SameContent(held.Info, incoming.Info))
            return new Merged(held, StoreOutcome.Conflict, TookIncoming: false);
        var takeIncoming = incoming.Info.State > held.Info.State || (change.Repair && incoming.Info.State == held.Info.State);
        var winner = takeIncoming ? incoming : held;
        var name = string.CompareOrdinal(held.Info.Name, incoming.Info.Name) >= 0 ? held.Info.Name : incoming.Info.Name;
        var copy = winner with { Info = winner.Info with { Name = name }, Hint = held.Hint || incoming.Hint };
        return new Merged(copy, StoreOutcome.Done, takeIncoming);
    }

    private static bool SameContent(ObjectInfo one, ObjectInfo other) =>
        one.Digest == other.Digest && one.Length == other.Length && one.Target == other.Target;
}

/// <summary>The copy after the merge; the chunks of the side whose content was not taken are garbage.</summary>
internal readonly record struct Merged(StoredObject Copy, StoreOutcome Outcome, bool TookIncoming);
