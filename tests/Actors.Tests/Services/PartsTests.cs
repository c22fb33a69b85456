using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>What a host says of itself when it holds so many calls that no message has them all.</summary>
public class PartsTests
{
    private const int Calls = 20_000;
    private const int Frame = 100 * 1024;
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_host_with_many_calls_is_taken_up_with_all_of_them_and_heard()
    {
        var broker = new ServiceDesk("s", new DeskTerms(), Start);
        var register = new RegisterHost { Host = "h", Service = "s", Registration = 1, Held = { Ids() }, UnderLimits = { Ids().Select(id => new HeldRun { CallId = id, Limits = { new string('k', 64) } }) } };
        foreach (var part in Parts.Of(register))
        {
            Assert.InRange(part.CalculateSize(), 1, Frame);
            broker.Register(part, Start);
        }

        Assert.Equal(Calls, broker.HeldCount);
        Assert.Single(broker.TakeEffects().OfType<SendAccepted>());

        // Half of them have ended, of which the broker has not heard; a quarter end now.
        foreach (var part in Parts.Of(Report(1, held: Calls / 4, ended: Calls / 4)))
        {
            Assert.InRange(part.CalculateSize(), 1, Frame);
            broker.Report(part, Start);
        }

        Assert.Equal(Calls / 4, broker.HeldCount);
        Assert.Equal(1, Assert.Single(broker.TakeEffects().OfType<SendAccepted>()).Report);
    }

    [Fact]
    public void A_report_of_which_a_part_is_missing_is_none()
    {
        var broker = new ServiceDesk("s", new DeskTerms(), Start);
        foreach (var part in Parts.Of(new RegisterHost { Host = "h", Service = "s", Registration = 1, Held = { Ids() } }))
            broker.Register(part, Start);
        broker.TakeEffects();
        var first = Parts.Of(Report(1, held: Calls, ended: 0));
        foreach (var part in first.Where((_, i) => i != 1).Concat(Parts.Of(Report(2, held: Calls, ended: 0)).Skip(1)))
            broker.Report(part, Start);

        Assert.Equal(Calls, broker.HeldCount);
        Assert.Empty(broker.TakeEffects());
    }

    [Fact]
    public void A_registration_of_which_a_part_is_missing_is_none_and_is_forgotten()
    {
        var broker = new ServiceDesk("s", new DeskTerms(), Start);
        var parts = Parts.Of(new RegisterHost { Host = "h", Service = "s", Registration = 1, Held = { Ids() } });
        foreach (var part in parts.SkipLast(1))
            broker.Register(part, Start);

        Assert.False(broker.IsIdle(Start));
        broker.Tick(Start + TimeSpan.FromSeconds(6));
        Assert.True(broker.IsIdle(Start + TimeSpan.FromSeconds(6)));
        broker.Register(parts[^1], Start);
        Assert.Empty(broker.Hosts);
    }

    [Fact]
    public void Parts_put_together_are_what_was_cut()
    {
        var report = Report(7, held: Calls, ended: Calls);
        (report.Window, report.Next, report.Answered, report.IsLeaving) = (9, 10, 11, true);
        var joining = new Joining<HostReport>();

        var whole = Parts.Of(report).Select(part => joining.Add(part, part.Number, part.Part, part.PartsLeft)).ToList()[^1]!;
        (whole.Part, whole.PartsLeft) = (0, 0);

        Assert.Equal(report, whole);
        Assert.Same(report, Assert.Single(Parts.Of(report, int.MaxValue)));
    }

    [Fact]
    public void What_a_host_reports_of_many_runs_fits_messages()
    {
        var table = new HostTable("h", "s", new HostTerms { Slots = Calls });
        table.Tick(Start);
        table.Accepted(new HostAccepted { Host = "h", Broker = "b", Registration = 1, LeaseMs = 5000 }, Start);
        table.TakeEffects();
        table.Came(new RunBatch { Host = "h", Registration = 1, Clients = { "c" }, Runs = { Ids().Select(id => new RunCall { Call = new ServiceCall { CallId = id, Method = "M" } }) } }, Start);
        using var cancel = new CancellationTokenSource();
        Assert.All(table.TakeEffects().OfType<RunHeld>(), run => Assert.True(run.Call.TryBegin(cancel)));
        table.Tick(Start + TimeSpan.FromSeconds(2));

        var reports = table.TakeEffects().OfType<ReportTo>().Select(effect => effect.Report).ToArray();

        Assert.All(reports, report => Assert.InRange(report.CalculateSize(), 1, Frame));
        Assert.Equal(Calls, reports.Sum(report => report.Held.Count));
    }

    private static IEnumerable<Google.Protobuf.ByteString> Ids(int count = Calls) => Enumerable.Range(1, count).Select(id => new CallId((UInt128)id).ToWire());

    private static HostReport Report(long number, int held, int ended) => new()
    {
        Host = "h",
        Service = "s",
        Registration = 1,
        Number = number,
        IsFull = true,
        Held = { Ids(held) },
        Ended = { Ids(held + ended).Skip(held).Select(id => new EndedRun { CallId = id, Number = -1 }) },
    };
}
