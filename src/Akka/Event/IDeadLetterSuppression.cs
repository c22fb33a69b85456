namespace Akka.Event;

/// <summary>A message whose loss is normal: as a dead letter it is published as suppressed and not logged.</summary>
public interface IDeadLetterSuppression;
