using Akka.Configuration;
using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>A quiet system, and what a failed expectation looks like.</summary>
public abstract class KitTest(string config = "") : Xunit2.TestKit(ConfigurationFactory.ParseString(config).WithFallback("akka { loglevel = DEBUG, stdout-loglevel = OFF }"))
{
    /// <summary>Long enough to notice that something waits, short enough not to.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    protected static string FailureOf(Action expectation) => Assert.ThrowsAny<XunitException>(expectation).Message;

    protected static async Task<string> FailureOf(Func<Task> expectation) => (await Assert.ThrowsAnyAsync<XunitException>(expectation)).Message;

    protected void Receive(params object[] messages)
    {
        foreach (var message in messages) TestActor.Tell(message, TestActor);
    }
}
