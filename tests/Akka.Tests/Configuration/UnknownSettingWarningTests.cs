using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Configuration;

public class UnknownSettingWarningTests
{
    [Fact]
    public async Task A_system_warns_of_settings_that_it_does_not_read()
    {
        var warned = Warnings.Of("unknown-setting");
        using var system = ActorSystem.Create("unknown-setting", $$"""
            akka {
              loggers = ["{{typeof(Warnings).AssemblyQualifiedName}}"]
              logelvel = DEBUG
            }
            """);
        Assert.StartsWith("(3,14): akka.logelvel: expected a setting that the engine reads", await warned.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        await system.Terminate();
    }

    /// <summary>A logger that tells the first warning of its system.</summary>
    private sealed class Warnings : ReceiveActor
    {
        private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> First = new();

        public Warnings()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<Warning>(warning => Source(Context.System.Name).TrySetResult(warning.Message.ToString()!));
        }

        public static Task<string> Of(string system) => Source(system).Task;

        private static TaskCompletionSource<string> Source(string system) => First.GetOrAdd(system, static _ => new TaskCompletionSource<string>());
    }
}
