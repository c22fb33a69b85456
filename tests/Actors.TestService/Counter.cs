using System.Collections.Concurrent;
using System.Runtime.Loader;

namespace Actors.TestService;

/// <summary>What tests deploy. Its arguments say what it is like, so that one assembly is every version.</summary>
public sealed class Counter : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _runs = new();
    private readonly string _version;

    public Counter(string version = "1", string? failure = null)
    {
        if (failure is not null)
            throw new InvalidOperationException(failure);
        if (version == "never")
            WaitForTest();
        _version = version;
    }

    public string Version() => _version;

    public int Process() => Environment.ProcessId;

    /// <summary>Tells its load context from all others in the process.</summary>
    public string Context() => AssemblyLoadContext.GetLoadContext(typeof(Counter).Assembly)!.ToString();

    public int Add(int left, int right) => left + right;

    public int CountRuns(string key) => _runs.AddOrUpdate(key, 1, (_, runs) => runs + 1);

    public async Task<string> WaitAsync(int milliseconds, CancellationToken cancel)
    {
        await Task.Delay(milliseconds, cancel);
        return _version;
    }

    public void Die() => Environment.FailFast("told to");

    public void Dispose()
    {
        if (_version == "stays")
            WaitForTest();
    }

    /// <summary>For ever, if the test is in another process.</summary>
    private static void WaitForTest() => (AppContext.GetData(nameof(Counter)) as ManualResetEventSlim ?? new ManualResetEventSlim()).Wait();
}
