using System.Runtime.InteropServices;
using Actors.Cli;

// The first signal asks for an orderly end, a second one does not wait for it.
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
return await CommandTree.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);

void OnSignal(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
