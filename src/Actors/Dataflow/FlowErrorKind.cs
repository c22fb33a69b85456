namespace Actors.Dataflow;

/// <summary>What went wrong with an event. Each kind has a status of HTTP: <see cref="FlowErrorKinds.StatusOf"/>.</summary>
public enum FlowErrorKind
{
    /// <summary>A module failed in a way that it did not foresee: 500.</summary>
    Failed,

    /// <summary>Nothing is wrong, and nothing has changed: 304.</summary>
    NotModified,

    /// <summary>The data are not what they claim to be, or cannot be converted: 400.</summary>
    MalformedData,

    /// <summary>Who sends it has not said who they are: 401.</summary>
    Unauthorized,

    /// <summary>They may not: 403.</summary>
    Forbidden,

    /// <summary>What it is about does not exist: 404.</summary>
    NotFound,

    /// <summary>Not with this method: 405.</summary>
    NotAllowed,

    /// <summary>It took too long: 408.</summary>
    Timeout,

    /// <summary>It contradicts what is there: 409.</summary>
    Conflict,

    /// <summary>What it is about is there no more: 410.</summary>
    Gone,

    /// <summary>More bytes than are taken: 413.</summary>
    TooLarge,

    /// <summary>Not in this form: 415.</summary>
    UnsupportedType,

    /// <summary>Well-formed and still not acceptable, for example by a schema: 422.</summary>
    Unprocessable,

    /// <summary>Too many: 429.</summary>
    RateExceeded,

    /// <summary>Something that the flow needs is not there now: 503.</summary>
    Unavailable,

    /// <summary>It went in a circle more often than the flow's <c>ttl</c>: 508.</summary>
    Loop,
}

/// <summary>The status of HTTP for each kind of error.</summary>
public static class FlowErrorKinds
{
    public static int StatusOf(FlowErrorKind kind) => kind switch
    {
        FlowErrorKind.NotModified => 304,
        FlowErrorKind.MalformedData => 400,
        FlowErrorKind.Unauthorized => 401,
        FlowErrorKind.Forbidden => 403,
        FlowErrorKind.NotFound => 404,
        FlowErrorKind.NotAllowed => 405,
        FlowErrorKind.Timeout => 408,
        FlowErrorKind.Conflict => 409,
        FlowErrorKind.Gone => 410,
        FlowErrorKind.TooLarge => 413,
        FlowErrorKind.UnsupportedType => 415,
        FlowErrorKind.Unprocessable => 422,
        FlowErrorKind.RateExceeded => 429,
        FlowErrorKind.Unavailable => 503,
        FlowErrorKind.Loop => 508,
        _ => 500,
    };
}
