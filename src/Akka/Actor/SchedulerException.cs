using System.Runtime.Serialization;

namespace Akka.Actor;

/// <summary>The scheduler refuses work, because it was shut down.</summary>
public sealed class SchedulerException : AkkaException
{
    public SchedulerException(string message) : base(message) { }

    public SchedulerException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}
