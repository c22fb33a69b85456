namespace Akka.TestKit;

/// <summary>Marks tests whose Tell without a sender has no sender, instead of the test actor.</summary>
public interface INoImplicitSender;
