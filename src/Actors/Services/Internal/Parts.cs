using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Actors.Services.Internal;

/// <summary>What hosts say of themselves, cut so that each message fits a frame, however many calls they hold. The first part has all that there is one of.</summary>
internal static class Parts
{
    // Of 50 bytes each at most, which is far less than a message may have.
    private const int Few = 500;

    public static IReadOnlyList<HostReport> Of(HostReport whole, int mostBytes = Batches.MaxBytes)
    {
        // Hosts report many times a second, and most of them are short.
        if ((whole.Ended.Count + whole.Held.Count <= Few && mostBytes == Batches.MaxBytes) || whole.CalculateSize() <= mostBytes)
            return [whole];
        var first = whole.Clone();
        first.Ended.Clear();
        first.Held.Clear();
        var parts = new Filling<HostReport>(first, () => new HostReport { Host = whole.Host, Service = whole.Service, Broker = whole.Broker, Registration = whole.Registration, Number = whole.Number }, mostBytes);
        parts.Add(whole.Ended, part => part.Ended, ended => ended.CalculateSize());
        parts.Add(whole.Held, part => part.Held, id => id.Length);
        return parts.Numbered((part, number, left) => (part.Part, part.PartsLeft) = (number, left));
    }

    public static IReadOnlyList<RegisterHost> Of(RegisterHost whole, int mostBytes = Batches.MaxBytes)
    {
        if (whole.CalculateSize() <= mostBytes)
            return [whole];
        var first = whole.Clone();
        first.Held.Clear();
        first.UnderLimits.Clear();
        var parts = new Filling<RegisterHost>(first, () => new RegisterHost { Host = whole.Host, Service = whole.Service, Registration = whole.Registration }, mostBytes);
        parts.Add(whole.Held, part => part.Held, id => id.Length);
        parts.Add(whole.UnderLimits, part => part.UnderLimits, held => held.CalculateSize());
        return parts.Numbered((part, number, left) => (part.Part, part.PartsLeft) = (number, left));
    }

    private sealed class Filling<T>(T first, Func<T> next, int mostBytes)
        where T : IMessage
    {
        // The tag, the length and the numbers of the part.
        private const int Overhead = 5;

        private readonly List<T> _parts = [first];
        private int _bytes = first.CalculateSize();

        public void Add<TItem>(IEnumerable<TItem> items, Func<T, RepeatedField<TItem>> of, Func<TItem, int> sizeOf)
        {
            foreach (var item in items)
            {
                _bytes += sizeOf(item) + Overhead;
                if (_bytes > mostBytes)
                {
                    _parts.Add(next());
                    _bytes = _parts[^1].CalculateSize() + sizeOf(item) + Overhead;
                }

                of(_parts[^1]).Add(item);
            }
        }

        public IReadOnlyList<T> Numbered(Action<T, int, int> number)
        {
            for (var i = 0; i < _parts.Count; i++)
                number(_parts[i], i, _parts.Count - 1 - i);
            return _parts;
        }
    }
}

/// <summary>Puts the parts of one message together. Of a message of which a part is missing nothing is left when the next one begins.</summary>
internal sealed class Joining<T>
    where T : class, IMessage<T>
{
    // A host that holds millions of calls has as many.
    private const int MostParts = 1000;

    private T? _whole;
    private long _number;
    private int _next;

    /// <param name="part">What has come; parts come in their order.</param>
    /// <param name="number">Of the message.</param>
    /// <param name="index">Of the part.</param>
    /// <param name="left">How many follow.</param>
    /// <returns>The message, when this was its last part.</returns>
    public T? Add(T part, long number, int index, int left)
    {
        if (index == 0)
        {
            if (left == 0)
                return part;
            (_whole, _number, _next) = (part.Clone(), number, 1);
            return null;
        }

        if (_whole is null || number != _number || index != _next || index >= MostParts)
        {
            _whole = null;
            return null;
        }

        _whole.MergeFrom(part);
        _next++;
        var whole = _whole;
        if (left > 0)
            return null;
        _whole = null;
        return whole;
    }
}
