using System.Buffers;
using System.IO.Pipelines;

namespace Akka.Simulation.Network;

/// <summary>Gathers what is written and hands it on at each flush, which is done at once.</summary>
internal sealed class SimulatedOutput(Action<byte[]> send) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private bool _isCompleted;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);

    public override void Advance(int bytes) => _written.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_written.WrittenCount > 0)
            send(_written.WrittenSpan.ToArray());
        _written.ResetWrittenCount();
        return ValueTask.FromResult(new FlushResult(isCanceled: false, _isCompleted));
    }

    public override void Complete(Exception? exception = null) => _isCompleted = true;

    public override void CancelPendingFlush()
    {
    }
}
