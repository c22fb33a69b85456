using Actors.Services.Internal;

namespace Actors.Services.Hosts;

// The brokers: being registered with one, and leaving.
internal sealed partial class HostTable
{
    public void Accepted(HostAccepted message, TimeSpan now)
    {
        if (Find(message.Registration) is { } known)
        {
            known.LastHeard = now;
            known.Confirmed(message.Report);
            return;
        }

        if (message.Registration != _registration || _isLeaving)
            return; // to a wish before the last one
        _wishes = 0;
        foreach (var channel in _channels)
            channel.IsClosing = true;
        var made = new BrokerChannel(message.Broker, message.Registration, WireTimes.Span(message.LeaseMs), now);
        _channels.Add(made);
        // It was told of what was held when the wish was sent, and counts on hearing its end.
        foreach (var call in _held.Values)
            made.Held.Add(call.Id, -1);
        Report(made, isFull: true, now);
    }

    public void Dismissed(HostDismissed message, TimeSpan now)
    {
        if (Find(message.Registration) is { } channel)
        {
            channel.LastHeard = now;
            if (channel.Held.Count == 0 && (channel.IsClosing || _isLeaving))
            {
                _channels.Remove(channel);
            }
            else if (!channel.IsClosing)
            {
                channel.IsClosing = true;
                channel.NextFull = now; // says that it leaves
            }
        }

        if (Current is null)
            Wish(now);
        TryEnd();
    }

    /// <summary>Nothing new is taken; what waits goes back, what runs may end.</summary>
    public void Leave(TimeSpan now)
    {
        _isLeaving = true;
        GiveBack();
        foreach (var call in _held.Values.Where(call => call.IsFetching && CanGiveBack(call)).ToArray())
        {
            if (call.TryTakeBack())
                End(call, hasFailed: false, isReturned: true);
        }

        foreach (var channel in _channels)
            Report(channel, isFull: true, now);
        TryEnd();
    }

    private BrokerChannel? Find(long registration) => _channels.Find(channel => channel.Registration == registration);

    /// <summary>The broker has not been heard of for a lease: it has given this host up, if it is there at all.</summary>
    private void Silent(BrokerChannel channel)
    {
        channel.IsClosing = true;
        if (channel.Held.Count == 0)
            _channels.Remove(channel);
    }

    private void Wish(TimeSpan now)
    {
        if (now < _nextWish || _isLeaving)
            return;
        // A broker that is slow to answer would otherwise always answer the wish before the last.
        _nextWish = now + (_terms.ReportEvery * Math.Min(++_wishes, 3));
        _effects.Add(new AskToRegister(++_registration, [.. _held.Values]));
    }

    // It stays until each broker has said that it knows of no run here any more: one may be on its way.
    private void TryEnd()
    {
        if (!_isLeaving || _held.Count > 0 || _hasSaidEmpty || _channels.Count > 0)
            return;
        _hasSaidEmpty = true;
        _effects.Add(new HostIsEmpty());
    }

    private void Report(BrokerChannel channel, bool isFull, TimeSpan now)
    {
        var report = new HostReport
        {
            Host = _host,
            Service = _service,
            Broker = channel.Broker,
            Registration = channel.Registration,
            Number = ++channel.Reports,
            Next = channel.Next,
            Window = channel.IsClosing || _isLeaving ? 0 : _prefetch.Window,
            IsFull = isFull,
            IsLeaving = _isLeaving || channel.IsClosing,
            Answered = channel.Answered,
        };
        if (isFull)
        {
            foreach (var ended in channel.Ended)
            {
                if (!ended.IsReturned)
                    report.Ended.Add(ended);
            }

            report.Ended.AddRange(channel.Returned);
            report.Held.AddRange(channel.Held.Keys.Select(id => id.ToWire()));
            channel.ReturnedReported();
            // What leaves asks more often for the word that it may.
            channel.NextFull = now + (report.IsLeaving && channel.Held.Count == 0 ? _terms.ReportEvery / 4 : _terms.ReportEvery);
        }
        else
        {
            report.Ended.AddRange(channel.Ended);
        }

        channel.Ended.Clear();
        foreach (var part in Parts.Of(report, _terms.MessageBytes))
            _effects.Add(new ReportTo(part));
    }
}
