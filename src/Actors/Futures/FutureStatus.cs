namespace Actors.Futures;

/// <summary>How a future stands.</summary>
public enum FutureStatus
{
    /// <summary>Its arguments, a worker or its own function are waited for; also while a lost value is made again.</summary>
    Pending,

    /// <summary>Its value is on a worker.</summary>
    Finished,

    /// <summary>Its function threw, or that of one of its arguments did, or it could not be run.</summary>
    Failed,

    /// <summary>It was cancelled, or one that it needs was.</summary>
    Cancelled,
}
