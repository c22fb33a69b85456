namespace Actors.Cli.Flows;

/// <summary>Does something whenever it is asked to, but never twice at a time: who asks while it is under way has it done once more after that, however many ask.</summary>
/// <param name="work">Handles its own failures.</param>
internal sealed class OneAtATime(Func<Task> work)
{
    private int _asked;

    public async Task AskAsync()
    {
        if (Interlocked.Increment(ref _asked) > 1) return;
        int seen;
        do
        {
            seen = Volatile.Read(ref _asked);
            await work().ConfigureAwait(false);
        }
        while (Interlocked.CompareExchange(ref _asked, 0, seen) != seen);
    }
}
