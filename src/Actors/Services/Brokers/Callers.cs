namespace Actors.Services.Brokers;

/// <summary>The programs that wait for one call, of which there are several when they use the same key. Each goes by its name; its path may change.</summary>
internal sealed class Callers
{
    private readonly List<Caller> _all = [];

    /// <summary>When the last of them waits no more.</summary>
    public TimeSpan Deadline => _all.Max(caller => caller.Deadline);

    /// <summary>Where to reply to.</summary>
    public IEnumerable<string> Paths => _all.Select(caller => caller.Path);

    /// <summary>Of the one that asked last.</summary>
    public string Path => _all.MaxBy(caller => caller.AskedAt)!.Path;

    /// <param name="name">Of the program.</param>
    /// <param name="path">Its present one.</param>
    /// <param name="deadline">Counts when it was not known yet.</param>
    /// <param name="now">The time.</param>
    public void Asked(string name, string path, TimeSpan deadline, TimeSpan now)
    {
        if (_all.Find(caller => caller.Name == name) is { } known)
            (known.Path, known.AskedAt) = (path, now);
        else
            _all.Add(new Caller(name, deadline) { Path = path, AskedAt = now });
    }

    /// <summary>One of them waits no more.</summary>
    /// <param name="name">Which.</param>
    /// <param name="silentSince">Who has not asked since then is gone without a word.</param>
    /// <returns>Whether somebody still waits.</returns>
    public bool Leave(string name, TimeSpan silentSince)
    {
        _all.RemoveAll(caller => caller.Name == name || caller.AskedAt < silentSince);
        return _all.Count > 0;
    }

    private sealed class Caller(string name, TimeSpan deadline)
    {
        public string Name => name;

        public TimeSpan Deadline => deadline;

        public required string Path { get; set; }

        public required TimeSpan AskedAt { get; set; }
    }
}
