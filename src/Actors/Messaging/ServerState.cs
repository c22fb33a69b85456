namespace Actors.Messaging;

/// <summary>What a server is doing.</summary>
public enum ServerState
{
    /// <summary>Not listening; it can be started.</summary>
    Stopped,

    /// <summary>Listening, and sending what is in its outbox.</summary>
    Running,

    /// <summary>It could not start, or its engine ended by itself; it can be stopped, and started again.</summary>
    Error,
}
