using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Akka.Actor.Internal;

/// <summary>
/// Runs coordinated shutdown before the process ends, for <c>akka.coordinated-shutdown.run-by-clr-shutdown-hook</c>: on SIGTERM and on a normal
/// exit. The runtime's own handling of SIGTERM would end the process at once. The handlers are installed while a system needs them.
/// </summary>
internal static class ProcessExit
{
    private const int SigtermExitCode = 128 + 15;

    // Guards the two fields: a process has one set of handlers for all its systems.
    private static readonly Lock Handlers = new();
    private static ImmutableList<ActorSystem> _systems = [];
    private static PosixSignalRegistration? _sigterm;

    public static void Register(ActorSystem system)
    {
        lock (Handlers)
        {
            _systems = _systems.Add(system);
            system.RegisterOnTermination(() => Unregister(system));
            if (_sigterm is not null) return;
            _sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSigterm);
            AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        }
    }

    public static void Unregister(ActorSystem system)
    {
        lock (Handlers)
        {
            _systems = _systems.Remove(system);
            if (!_systems.IsEmpty || _sigterm is null) return;
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            _sigterm.Dispose();
            _sigterm = null;
        }
    }

    /// <summary>Ends the process for <c>exit-clr</c>. Called by the shutdown that is running, so it must not be waited for again.</summary>
    public static void Now(ActorSystem system)
    {
        Unregister(system);
        ((ActorSystemImpl)system).Seams.Exit(Environment.ExitCode);
    }

    private static void OnSigterm(PosixSignalContext context)
    {
        context.Cancel = true;
        // Exiting raises ProcessExit, which runs the shutdown. It blocks, and the thread of signal handlers must stay free.
        new Thread(static () => Environment.Exit(Environment.ExitCode != 0 ? Environment.ExitCode : SigtermExitCode)) { IsBackground = true }.Start();
    }

    private static void OnProcessExit(object? sender, EventArgs e)
    {
        var running = _systems.ConvertAll(Run);
        foreach (var (shutdown, timeout) in running)
            if (!shutdown.IsCompleted) Task.WaitAny([shutdown], timeout);
    }

    private static (Task Shutdown, TimeSpan Timeout) Run(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        return (shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance), shutdown.TotalTimeout);
    }
}
