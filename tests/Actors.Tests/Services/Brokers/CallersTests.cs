using Actors.Services;
using Actors.Services.Brokers;
using Xunit;

namespace Actors.Tests.Services.Brokers;

/// <summary>Several programs that wait for one call, as its key is the same.</summary>
public class CallersTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly CallId Id = new(7);
    private readonly ServiceDesk _desk = new("s", new DeskTerms(), Start);

    [Fact]
    public void One_that_cancels_leaves_the_run_to_the_others()
    {
        Serve();
        Call("a");
        Call("b");

        Assert.Equal("b/path", Assert.Single(Cancel("a").OfType<SendProlong>()).Client); // who gets the reply now
        Assert.IsType<SendStop>(Assert.Single(Cancel("b")));
    }

    [Fact]
    public void Waiting_calls_go_when_the_last_has_left()
    {
        Call("a");
        Call("b");
        Call("c");

        Assert.Empty(Cancel("b"));
        Assert.Empty(Cancel("a"));
        Assert.Equal(1, _desk.QueuedCount);
        Cancel("c");
        Assert.Equal(0, _desk.QueuedCount);
    }

    [Fact]
    public void Who_never_called_cancels_nothing()
    {
        Serve();
        Call("a");

        Assert.Empty(Cancel("stranger"));
        Assert.IsType<SendStop>(Assert.Single(Cancel("a")));
    }

    [Fact]
    public void The_host_hears_of_the_longest_deadline_and_the_first_one_ends_nothing()
    {
        Serve();
        Assert.Equal(1000, Assert.Single(Call("a", 1000).OfType<SendRun>()).Call.Call!.RemainingMs);

        Assert.Equal(TimeSpan.FromSeconds(9), Assert.Single(Call("b", 9000).OfType<SendProlong>()).Remaining);
        Assert.Equal(TimeSpan.Zero, Assert.Single(Call("c").OfType<SendProlong>()).Remaining); // for ever
    }

    [Fact]
    public void A_waiting_call_ends_at_the_last_deadline_and_all_are_told()
    {
        Call("a", 1000);
        Call("b", 3000);

        Assert.Empty(Tick(2).OfType<SendReply>());
        var replies = Tick(4).OfType<SendReply>().ToArray();

        Assert.Equal(["a/path", "b/path"], replies.Select(reply => reply.Client));
        Assert.All(replies, reply => Assert.Equal(ErrorCodes.Timeout, reply.Reply.Failure.Code));
    }

    [Fact]
    public void One_that_died_without_a_word_keeps_nothing_going()
    {
        Serve();
        Call("a");
        Call("dead");
        _desk.Check("a", "a/path", [Id], Start + TimeSpan.FromMinutes(2));
        _desk.TakeEffects();

        _desk.Cancel("a", [Id], Start + TimeSpan.FromMinutes(2));

        Assert.IsType<SendStop>(Assert.Single(_desk.TakeEffects()));
    }

    [Fact]
    public void At_a_new_broker_those_who_ask_are_those_who_wait()
    {
        _desk.Register(new RegisterHost { Host = "h", Registration = 1, Held = { Id.ToWire() }, Shape = new ServiceShape { Methods = { new MethodShape { Name = "M" } } } }, Start);
        _desk.Check("a", "a/path", [Id], Start);
        _desk.Check("b", "b/path", [Id], Start);
        _desk.TakeEffects();

        Assert.IsType<SendProlong>(Assert.Single(Cancel("a")));
        Assert.IsType<SendStop>(Assert.Single(Cancel("b")));
    }

    private void Serve()
    {
        _desk.Register(new RegisterHost { Host = "h", Registration = 1, Shape = new ServiceShape { Methods = { new MethodShape { Name = "M" } } } }, Start);
        _desk.Report(new HostReport { Host = "h", Registration = 1, Window = 1 }, Start);
        _desk.TakeEffects();
    }

    private IReadOnlyList<DeskEffect> Call(string client, long remaining = 0)
    {
        _desk.Arrive(client, client + "/path", [new ServiceCall { CallId = Id.ToWire(), Method = "M", RemainingMs = remaining }], Start);
        return _desk.TakeEffects();
    }

    private IReadOnlyList<DeskEffect> Cancel(string client)
    {
        _desk.Cancel(client, [Id], Start);
        return [.. _desk.TakeEffects().Where(effect => effect is not SendReply)];
    }

    private IReadOnlyList<DeskEffect> Tick(int seconds)
    {
        _desk.Tick(Start + TimeSpan.FromSeconds(seconds));
        return _desk.TakeEffects();
    }
}
