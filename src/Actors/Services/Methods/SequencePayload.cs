using System.Collections;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>A sequence that may be computed while it is written, and may have no end.</summary>
internal sealed class SequencePayload<T>(JsonSerializerOptions options) : Payload<IEnumerable<T>>
{
    private readonly ValuePayload<IEnumerable<T>> _whole = new(options);

    public override MethodResult Finish(IEnumerable<T> value, in Call call)
    {
        if (value is null or ICollection<T>)
            return _whole.Finish(value!, call);
        using var watched = new Watched(value, call.Cancellation);
        try
        {
            return _whole.Finish(watched, call);
        }
        catch (Exception) when (watched.Thrown != null)
        {
            // Whatever the serializer made of it: it was the method that threw.
            throw call.Failure(watched.Thrown);
        }
    }

    /// <summary>Stops the sequence when the call is cancelled, and remembers what the sequence threw: the serializer would wrap some of it.</summary>
    private sealed class Watched(IEnumerable<T> values, CancellationToken cancellation) : IEnumerable<T>, IEnumerator<T>
    {
        private IEnumerator<T>? _inner;

        public Exception? Thrown { get; private set; }

        public T Current => _inner!.Current;

        object? IEnumerator.Current => Current;

        public IEnumerator<T> GetEnumerator() => this;

        IEnumerator IEnumerable.GetEnumerator() => this;

        public bool MoveNext()
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                _inner ??= values.GetEnumerator();
                return _inner.MoveNext();
            }
            catch (Exception thrown)
            {
                Thrown = thrown;
                throw;
            }
        }

        public void Reset() => throw new InvalidOperationException("A result is read once.");

        public void Dispose()
        {
            var inner = _inner;
            _inner = null;
            inner?.Dispose();
        }
    }
}
