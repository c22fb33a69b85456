using Actors.Services.Internal;

namespace Actors.Services.Brokers;

/// <summary>Runs for one host that travel together.</summary>
internal sealed class RunParcel(SendRun first)
{
    // What a run has besides its arguments.
    private const int Overhead = 64;
    private int _size;

    public RunBatch Batch { get; } = new() { Host = first.Host, Registration = first.Registration, First = first.Number };

    public bool HasRoomFor(SendRun run) =>
        _size + SizeOf(run) <= Batches.MaxBytes && Batch.Registration == run.Registration && Batch.First + Batch.Runs.Count == run.Number;

    private static int SizeOf(SendRun run) => run.Call.SizeBytes + Overhead + (run.Call.Limits.Count == 0 ? 0 : run.Call.Limits.Sum(limit => limit.Length));

    public void Add(SendRun run, string client, ServiceCall call)
    {
        _size += SizeOf(run);
        // Mostly it is the client of the run before.
        var index = Batch.Clients.Count - 1;
        while (index >= 0 && Batch.Clients[index] != client)
            index--;
        if (index < 0)
        {
            index = Batch.Clients.Count;
            Batch.Clients.Add(client);
            _size += client.Length;
        }

        var message = new RunCall { Call = call, Client = index };
        if (run.Call.Limits.Count > 0)
            message.Limits.AddRange(run.Call.Limits);
        Batch.Runs.Add(message);
    }
}
