namespace Akka.Event;

/// <summary>The class of log events whose source is a mere text.</summary>
public class DummyClassForStringSources;
