namespace Actors.Services.Hosts;

/// <summary>
/// Threads for the methods of services, which may block and compute for as long as they like: none of the engine's threads waits behind them. As many as there is
/// work for, kept for a while when there is none.
/// </summary>
internal sealed class CallThreads(int most, TimeSpan idle)
{
    private readonly Lock _gate = new(); // guards all below; threads wait on _work
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<Action> _queue = new();
    private int _threads;
    private int _free; // threads that wait and are not yet promised any work

    public void Run(Action work)
    {
        lock (_gate)
        {
            _queue.Enqueue(work);
            if (_free > 0)
                _free--;
            else if (_threads < most)
                Start();
            else
                return; // whoever ends first takes it
        }

        _work.Release();
    }

    private void Start()
    {
        _threads++;
        new Thread(Work) { IsBackground = true, Name = "actors-call" }.Start();
    }

    private void Work()
    {
        while (true)
        {
            if (!_work.Wait(idle))
            {
                lock (_gate)
                {
                    // Somebody may have promised it work just now.
                    if (_free > 0)
                    {
                        _free--;
                        _threads--;
                        return;
                    }
                }

                _work.Wait();
            }

            while (TryTake(out var work))
                work();
        }
    }

    private bool TryTake(out Action work)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out work!))
                return true;
            _free++;
            return false;
        }
    }
}
