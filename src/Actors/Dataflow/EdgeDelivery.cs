namespace Actors.Dataflow;

/// <summary>When an edge counts an event as delivered, and so gives its room back to the sender.</summary>
public enum EdgeDelivery
{
    /// <summary>When it is taken out of the queue to be handled.</summary>
    AtMostOnce,

    /// <summary>When it has been handled.</summary>
    Acknowledged,
}
