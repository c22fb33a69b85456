using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Carries the assertions of the running test framework in the actor system.</summary>
public class TestKitAssertionsProvider(ITestKitAssertions assertions) : IExtension
{
    public ITestKitAssertions Assertions { get; } = assertions;
}

/// <summary>Registers <see cref="TestKitAssertionsProvider"/>; every TestKit does so with its own assertions.</summary>
public class TestKitAssertionsExtension(ITestKitAssertions assertions) : ExtensionIdProvider<TestKitAssertionsProvider>
{
    /// <summary>The provider that a TestKit registered with this system.</summary>
    public static TestKitAssertionsProvider For(ActorSystem system) => system.GetExtension<TestKitAssertionsProvider>();

    public override TestKitAssertionsProvider CreateExtension(ExtendedActorSystem system) => new(assertions);
}
