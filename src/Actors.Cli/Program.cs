using System.Runtime.InteropServices;
using Actors.Cli;
using Actors.Cli.Internal;

if (MatchLimit.Set() is { } problem)
{
    Console.Error.WriteLine($"actors: {problem}");
    return ExitCodes.Usage;
}

// The first signal asks for an orderly end, a later one does not wait for it. What comes within a second is the same wish: a shell signals the whole job, and
// `dotnet run` passes on what it gets.
var sameWish = TimeSpan.FromSeconds(1);
long? asked = null;
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
return await CommandTree.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);

void OnSignal(PosixSignalContext context)
{
    asked ??= TimeProvider.System.GetTimestamp();
    context.Cancel = TimeProvider.System.GetElapsedTime(asked.Value) < sameWish;
    stop.Cancel();
}
