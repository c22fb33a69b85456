namespace Actors.Dataflow.Testing;

/// <summary>A file of tests, as it is written.</summary>
internal sealed record FlowTestSettings
{
    public required string Flow { get; init; }

    public IReadOnlyDictionary<string, FlowCaseSettings> Cases { get; init; } = new Dictionary<string, FlowCaseSettings>();
}

/// <summary>One test, as it is written.</summary>
internal sealed record FlowCaseSettings
{
    public IReadOnlyList<GivenEvent> Give { get; init; } = [];

    public IReadOnlyList<ExpectedEvent> Expect { get; init; } = [];

    /// <summary>Sources and ends that are run all the same.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Actors in the middle that are not run: what comes to them is seen, and what they would send is given.</summary>
    public IReadOnlyList<string> Replace { get; init; } = [];

    /// <summary>What comes to an actor may come in any order.</summary>
    public bool AnyOrder { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>An event that a test gives to a flow.</summary>
internal sealed record GivenEvent
{
    /// <summary>An actor that is not run, or one of its outboxes (<c>actor.outbox</c>): as if it had sent the event.</summary>
    public string? From { get; init; }

    /// <summary>An actor, or one of its inboxes: as if the event had come in there.</summary>
    public string? To { get; init; }

    public string? Data { get; init; }

    public string? Json { get; init; }

    public string? Xml { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public GivenRequest? Http { get; init; }

    /// <summary>Events with the same word are one event, by its id.</summary>
    public string? Id { get; init; }
}

/// <summary>The request that an event came with.</summary>
internal sealed record GivenRequest
{
    public string Method { get; init; } = "GET";

    public string Path { get; init; } = "/";

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Route { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? User { get; init; }
}

/// <summary>An event that a test wants to see at the end of a flow.</summary>
internal sealed record ExpectedEvent
{
    public required string At { get; init; }

    public string? Data { get; init; }

    public string? Json { get; init; }

    public string? Xml { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The kind of error that it has; null: none.</summary>
    public string? Error { get; init; }

    /// <summary>A part of what the error says.</summary>
    public string? Says { get; init; }

    /// <summary>The status that the reply is to have.</summary>
    public int? Status { get; init; }
}
