namespace Akka.Remote.Internal.FailureDetectors;

/// <summary>The last so many intervals between heartbeats, in milliseconds, with their mean and spread kept up to date. Immutable.</summary>
internal sealed class HeartbeatHistory
{
    private readonly System.Collections.Immutable.ImmutableQueue<double> _intervals;
    private readonly int _capacity;
    private readonly int _count;
    private readonly double _sum;
    private readonly double _sumOfSquares;

    private HeartbeatHistory(int capacity, System.Collections.Immutable.ImmutableQueue<double> intervals, int count, double sum, double sumOfSquares)
    {
        _capacity = capacity;
        _intervals = intervals;
        _count = count;
        _sum = sum;
        _sumOfSquares = sumOfSquares;
    }

    public double Mean => _sum / _count;

    // Rounding can make the difference of two nearly equal sums slightly negative.
    public double StandardDeviation => Math.Sqrt(Math.Max(0, _sumOfSquares / _count - Mean * Mean));

    public int Count => _count;

    public static HeartbeatHistory Empty(int capacity) => new(capacity, [], 0, 0, 0);

    public HeartbeatHistory With(double interval)
    {
        var (intervals, count, sum, squares) = (_intervals, _count, _sum, _sumOfSquares);
        if (count == _capacity)
        {
            intervals = intervals.Dequeue(out var oldest);
            count--;
            sum -= oldest;
            squares -= oldest * oldest;
        }
        return new HeartbeatHistory(_capacity, intervals.Enqueue(interval), count + 1, sum + interval, squares + interval * interval);
    }
}
