using Actors.Cli.Internal;
using Actors.Dataflow;
using Akka.Configuration;
using Akka.Event;

namespace Actors.Cli.Flows;

/// <summary>Shows what a flow logs, such as where a server listens, and of the engine and the cluster only what is of concern.</summary>
internal sealed class FlowLogger : StandardErrorLogger
{
    public static new readonly Config Settings = Of<FlowLogger>("INFO");

    protected override bool Shows(LogEvent entry) => entry.LogClass == typeof(Director) || entry.LogLevel() >= LogLevel.WarningLevel;
}
