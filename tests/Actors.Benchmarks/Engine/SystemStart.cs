using System.Text;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Benchmarks.Engine;

/// <summary>Starting an actor system, and reading configuration.</summary>
internal static class SystemStart
{
    public static IEnumerable<Measurement> Measurements()
    {
        yield return new("ActorSystem.Create, warm", "ms", CreateMilliseconds) { Repetitions = 20 };
        var (document, size) = Document();
        yield return new($"parse a HOCON document of {size:N0} bytes", "documents/s", () => Rate(2_000, () => ConfigurationFactory.ParseString(document)));
        var config = ConfigurationFactory.ParseString("akka.actor.ask-timeout = 3s").WithFallback(ConfigurationFactory.Default());
        yield return new("Config.GetString over one fallback", "lookups/s", () => Rate(2_000_000, () => config.GetString("akka.actor.provider")));
    }

    private static async Task<double> CreateMilliseconds()
    {
        var start = TimeProvider.System.GetTimestamp();
        var system = ActorSystem.Create("start", "akka { loglevel = ERROR, log-dead-letters = off }");
        var took = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        await system.Terminate();
        return took;
    }

    private static Task<double> Rate(int operations, Func<object> operation) => Local.RateAsync(operations, () =>
    {
        for (var i = 0; i < operations; i++)
            operation();
        return Task.CompletedTask;
    });

    private static (string Text, int Bytes) Document()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < 50_000; i++)
            text.Append($$"""
                # section {{i}}
                section-{{i}} {
                  enabled = on, timeout = 5 s
                  name = "a name of section {{i}}"
                  sizes = [1 KiB, 2 KiB, 4 KiB]
                  inner { path = ${?HOME}/data, throughput = 30 }
                  inner.throughput = 60
                }

                """);
        return (text.ToString(), Encoding.UTF8.GetByteCount(text.ToString()));
    }
}
