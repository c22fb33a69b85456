using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Actors.Cli.Internal;

/// <summary>Writes the log of an actor system to stderr: stdout is for results.</summary>
internal class StandardErrorLogger : ReceiveActor
{
    public static readonly Config Settings = Of<StandardErrorLogger>("WARNING");

    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry =>
        {
            if (Shows(entry)) Console.Error.WriteLine(entry);
        });
    }

    protected static Config Of<TLogger>(string level) =>
        ConfigurationFactory.ParseString($"akka {{ loglevel = {level}, stdout-loglevel = OFF, loggers = [\"{typeof(TLogger).FullName}, {typeof(TLogger).Assembly.GetName().Name}\"] }}");

    protected virtual bool Shows(LogEvent entry) => true;
}
