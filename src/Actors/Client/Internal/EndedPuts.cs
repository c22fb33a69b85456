using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>How the last large puts ended, for clients that have not heard it: for a time, and so many.</summary>
internal sealed class EndedPuts(TimeSpan keep)
{
    /// <summary>A few hundred bytes each.</summary>
    private const int Most = 4096;

    private readonly Dictionary<ulong, IMessage> _answers = [];
    private readonly Queue<(ulong Request, TimeSpan At)> _order = new();

    public int Count => _order.Count;

    public IMessage? Find(ulong request) => _answers.GetValueOrDefault(request);

    public void Add(ulong request, IMessage answer, TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && (now - oldest.At > keep || _order.Count >= Most))
            _answers.Remove(_order.Dequeue().Request);
        if (_answers.TryAdd(request, answer))
            _order.Enqueue((request, now));
    }
}
