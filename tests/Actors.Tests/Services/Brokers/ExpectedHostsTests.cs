using Actors.Services;
using Actors.Services.Brokers;
using Xunit;

namespace Actors.Tests.Services.Brokers;

/// <summary>Calls that wait while a deployment is about to bring hosts.</summary>
public sealed class ExpectedHostsTests
{
    private static readonly TimeSpan Patience = new DeskTerms().HostPatience;
    private readonly ServiceDesk _desk = new("s", new DeskTerms(), TimeSpan.Zero);
    private TimeSpan _now;
    private ulong _ids;

    [Fact]
    public void A_call_waits_for_hosts_that_are_expected_until_its_own_deadline()
    {
        Call(TimeSpan.FromMinutes(1));

        Assert.Empty(PassWith(TimeSpan.FromSeconds(59), "does not start on a: no database"));
        var failure = Assert.Single(PassWith(TimeSpan.FromSeconds(2), "does not start on a: no database"));

        Assert.Equal((ErrorCodes.Timeout, "no host of service s was there before the call's deadline; its deployment does not start on a: no database"), failure);
    }

    [Fact]
    public void When_none_is_expected_any_more_patience_begins_anew()
    {
        Call(TimeSpan.FromHours(1));
        PassWith(TimeSpan.FromMinutes(10), "");

        Assert.Empty(Pass(Patience));
        Assert.Equal(ErrorCodes.NoSuchService, Assert.Single(Pass(TimeSpan.FromSeconds(3))).Code);
    }

    [Fact]
    public void So_do_calls_that_ask_for_a_host_that_is_not_there_yet()
    {
        _desk.Register(new RegisterHost { Host = "other", Registration = 1, Shape = new ServiceShape { Methods = { new MethodShape { Name = "M" } } } }, _now);
        Call(TimeSpan.FromMinutes(1), "gpu");

        Assert.Empty(PassWith(TimeSpan.FromSeconds(59), "needs a node"));
        Assert.Equal(ErrorCodes.Timeout, Assert.Single(PassWith(TimeSpan.FromSeconds(2), "needs a node")).Code);
    }

    private void Call(TimeSpan patience, params string[] labels)
    {
        var placement = labels.Length > 0 ? new CallPlacement { Labels = { labels } } : null;
        _desk.Arrive("client", "client", [new ServiceCall { CallId = new CallId(++_ids).ToWire(), Method = "M", RemainingMs = (long)patience.TotalMilliseconds, Placement = placement }], _now);
        _desk.TakeEffects();
    }

    /// <summary>While a deployment says every second that hosts are to come, and the client asks for its call.</summary>
    private List<(string Code, string Message)> PassWith(TimeSpan time, string why) => Pass(time, () => _desk.Expect(_now + TimeSpan.FromSeconds(2), why));

    private List<(string Code, string Message)> Pass(TimeSpan time, Action? each = null)
    {
        var failures = new List<(string, string)>();
        for (var end = _now + time; _now < end;)
        {
            _now += TimeSpan.FromSeconds(1);
            each?.Invoke();
            foreach (var host in _desk.Hosts)
                _desk.Report(new HostReport { Host = host.Id, Registration = 1, Window = 1 }, _now);
            _desk.Check("client", "client", [new CallId(_ids)], _now);
            _desk.Tick(_now);
            failures.AddRange(_desk.TakeEffects().OfType<SendReply>().Select(sent => (sent.Reply.Failure.Code, sent.Reply.Failure.Message)));
        }

        return failures;
    }
}
