namespace Actors.Benchmarks;

/// <summary>Measurements that share something, such as running nodes, which is disposed of after the last of them.</summary>
internal sealed class Section(IEnumerable<Measurement> measurements, IAsyncDisposable? shared = null) : IAsyncDisposable
{
    public IEnumerable<Measurement> Measurements => measurements;

    public ValueTask DisposeAsync() => shared?.DisposeAsync() ?? ValueTask.CompletedTask;
}
