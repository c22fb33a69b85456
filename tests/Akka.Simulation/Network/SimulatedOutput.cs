using System.Buffers;
using System.IO.Pipelines;

namespace Akka.Simulation.Network;

/// <summary>Gathers what is written and hands it on at each flush.</summary>
/// <param name="send">Done when the connection can take more.</param>
internal sealed class SimulatedOutput(Func<byte[], ValueTask<FlushResult>> send) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _written = new();

    public override Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);

    public override void Advance(int bytes) => _written.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_written.WrittenCount == 0)
            return ValueTask.FromResult(default(FlushResult));
        var bytes = _written.WrittenSpan.ToArray();
        _written.ResetWrittenCount();
        return send(bytes);
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override void CancelPendingFlush()
    {
    }
}
