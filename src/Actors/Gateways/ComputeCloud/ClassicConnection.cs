using System.Buffers;
using System.IO.Pipelines;

namespace Actors.Gateways.ComputeCloud;

/// <summary>Carries out one command. It answers NACK where something is wrong and throws only for defects.</summary>
internal interface IClassicBackend
{
    Task<ClassicReply> ExecuteAsync(ClassicRequest request, CancellationToken cancel);
}

/// <summary>Drives the <see cref="ClassicSession"/> of one peer: reads frames, has commands carried out, writes replies, keeps the time limits.</summary>
internal sealed class ClassicConnection(Stream stream, IClassicBackend backend, ComputeCloudSettings settings, TimeProvider time, Action<string> warn)
{
    private readonly PipeReader _reader = PipeReader.Create(stream);
    private readonly ArrayBufferWriter<byte> _reply = new();
    private ClassicSession _session = new();

    /// <summary>Ends when the dialog has ended or the peer has gone.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!_session.Closed)
        {
            var input = await ReadAsync(stop).ConfigureAwait(false);
            if (input == null) return;
            await StepAsync(input, stop).ConfigureAwait(false);
        }
    }

    private async Task StepAsync(SessionInput input, CancellationToken stop)
    {
        (_session, var effects) = _session.Step(input);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SessionEffect.Warn warning:
                    warn(warning.Text);
                    break;
                case SessionEffect.Send send:
                    await SendAsync(send.Message, stop).ConfigureAwait(false);
                    break;
                case SessionEffect.Execute execute:
                    var reply = await backend.ExecuteAsync(execute.Request, stop).ConfigureAwait(false);
                    await StepAsync(new SessionInput.Replied(reply), stop).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>One frame or what came instead; null when the peer has closed.</summary>
    private async Task<SessionInput?> ReadAsync(CancellationToken stop)
    {
        using var limit = new Limit(settings.IdleTimeout, time, stop);
        var begun = false;
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(limit.Token).ConfigureAwait(false);
                var buffer = result.Buffer;
                var status = ClassicFrame.TryRead(ref buffer, settings.MaxMessageBytes, out var message);
                if (status != FrameStatus.NeedMore)
                {
                    _reader.AdvanceTo(buffer.Start);
                    return new SessionInput.Received(status, message);
                }

                // From its first byte on the frame has a time limit as a whole: one byte a second does not renew it.
                if (!buffer.IsEmpty && !begun) limit.CancelAfter(settings.FrameTimeout);
                begun |= !buffer.IsEmpty;
                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) return null;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return begun ? new SessionInput.Stalled("reading a frame") : new SessionInput.Idle();
        }
        catch (IOException)
        {
            return null; // the peer has reset the connection
        }
    }

    private async Task SendAsync(string message, CancellationToken stop)
    {
        _reply.ResetWrittenCount();
        ClassicFrame.Write(_reply, message);
        using var limit = new Limit(settings.FrameTimeout, time, stop);
        try
        {
            await stream.WriteAsync(_reply.WrittenMemory, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await StepAsync(new SessionInput.Stalled("writing a reply"), stop).ConfigureAwait(false);
        }
        catch (IOException)
        {
            _session = _session with { Closed = true };
        }
    }

    /// <summary>Cancels after a while or with the listener.</summary>
    private sealed class Limit : CancellationTokenSource
    {
        private readonly CancellationTokenRegistration _stop;

        public Limit(TimeSpan limit, TimeProvider time, CancellationToken stop)
            : base(limit, time) => _stop = stop.UnsafeRegister(static source => ((Limit)source!).Cancel(), this);

        protected override void Dispose(bool disposing)
        {
            if (disposing) _stop.Dispose();
            base.Dispose(disposing);
        }
    }
}
