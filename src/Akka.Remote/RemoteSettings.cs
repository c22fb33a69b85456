#nullable disable annotations
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>What <c>akka.remote</c> says, read once when the actor system starts.</summary>
public class RemoteSettings
{
    /// <exception cref="ConfigurationException">A value is missing or wrong.</exception>
    public RemoteSettings(Config config)
    {
        Config = config;
        UntrustedMode = config.GetBoolean("akka.remote.untrusted-mode");
        TrustedSelectionPaths = [.. config.GetStringList("akka.remote.trusted-selection-paths")];
        RemoteLifecycleEventsLogLevel = config.GetString("akka.remote.log-remote-lifecycle-events") switch
        {
            "on" or "true" => "DEBUG",
            "off" or "false" => "OFF",
            var level => level,
        };
        Dispatcher = "actors.engine.remote.dispatcher";
        FlushWait = config.GetTimeSpan("akka.remote.flush-wait-on-shutdown");
        RetryGateClosedFor = config.GetTimeSpan("akka.remote.retry-gate-closed-for");
        BackoffPeriod = config.GetTimeSpan("akka.remote.backoff-interval");
        InitialSysMsgDeliveryTimeout = config.GetTimeSpan("akka.remote.initial-system-message-delivery-timeout");
        SysMsgBufferSize = config.GetInt("akka.remote.system-message-buffer-size");
        SysResendTimeout = config.GetTimeSpan("akka.remote.resend-interval");
        SysResendLimit = config.GetInt("akka.remote.resend-limit");
        QuarantineDuration = config.GetTimeSpan("akka.remote.prune-quarantine-marker-after");
        WatchFailureDetectorConfig = config.GetConfig("akka.remote.watch-failure-detector");
        WatchFailureDetectorImplementationClass = WatchFailureDetectorConfig.GetString("implementation-class");
        WatchHeartBeatInterval = WatchFailureDetectorConfig.GetTimeSpan("heartbeat-interval");
        WatchUnreachableReaperInterval = WatchFailureDetectorConfig.GetTimeSpan("unreachable-nodes-reaper-interval");
        WatchHeartbeatExpectedResponseAfter = WatchFailureDetectorConfig.GetTimeSpan("expected-response-after");
    }

    public Config Config { get; }

    /// <summary>Nothing from other nodes may stop or steer actors of this one.</summary>
    public bool UntrustedMode { get; set; }

    /// <summary>Paths that selections from other nodes reach in untrusted mode.</summary>
    public HashSet<string> TrustedSelectionPaths { get; set; }

    /// <summary>Lifecycle events below this level are published but not logged; OFF logs none.</summary>
    public string RemoteLifecycleEventsLogLevel { get; set; }

    /// <summary>Where remoting's own actors and its control connections run: threads of their own.</summary>
    public string Dispatcher { get; set; }

    /// <summary>How long termination waits for queued messages to leave.</summary>
    public TimeSpan FlushWait { get; set; }

    /// <summary>Pause after a connection attempt has failed; messages become dead letters meanwhile.</summary>
    public TimeSpan RetryGateClosedFor { get; set; }

    /// <summary>First pause before a broken connection is made anew; doubles up to <see cref="RetryGateClosedFor"/>.</summary>
    public TimeSpan BackoffPeriod { get; set; }

    /// <summary>The peer is quarantined when a system message was not acknowledged for so long.</summary>
    public TimeSpan InitialSysMsgDeliveryTimeout { get; set; }

    /// <summary>The peer is quarantined when more system messages wait for acknowledgement.</summary>
    public int SysMsgBufferSize { get; set; }

    /// <summary>Unacknowledged system messages are sent again so often.</summary>
    public TimeSpan SysResendTimeout { get; set; }

    /// <summary>How many at most are sent again at a time.</summary>
    public int SysResendLimit { get; set; }

    /// <summary>How long a quarantined UID is remembered.</summary>
    public TimeSpan? QuarantineDuration { get; set; }

    public Config WatchFailureDetectorConfig { get; set; }

    public string WatchFailureDetectorImplementationClass { get; set; }

    public TimeSpan WatchHeartBeatInterval { get; set; }

    public TimeSpan WatchUnreachableReaperInterval { get; set; }

    /// <summary>When the first heartbeat of a newly watched node is taken for granted, to have something to measure from.</summary>
    public TimeSpan WatchHeartbeatExpectedResponseAfter { get; set; }

    public Props ConfigureDispatcher(Props props) => string.IsNullOrEmpty(Dispatcher) ? props : props.WithDispatcher(Dispatcher);
}
