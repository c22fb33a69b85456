using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Actors.Cli.Internal;

/// <summary>Writes the log of an actor system to stderr: stdout is for results.</summary>
internal sealed class StandardErrorLogger : ReceiveActor
{
    public static readonly Config Settings = ConfigurationFactory.ParseString($"akka {{ loglevel = WARNING, stdout-loglevel = OFF, loggers = [\"{typeof(StandardErrorLogger).FullName}, {typeof(StandardErrorLogger).Assembly.GetName().Name}\"] }}");

    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry => Console.Error.WriteLine(entry));
    }
}
