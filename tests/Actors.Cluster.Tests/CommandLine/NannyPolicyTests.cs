using Actors.Cli.Nanny;
using Akka.Configuration;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

/// <summary>When a nanny starts its node again, and when it gives up.</summary>
public sealed class NannyPolicyTests
{
    private const int Killed = 137;
    private readonly NannyPolicy _policy = new(new NannyTerms(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6), 5, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));

    [Fact]
    public void A_node_that_ended_in_order_is_not_started_again() => Assert.Equal(new NannyVerdict(null, 0), _policy.Ended(0, TimeSpan.Zero));

    [Fact]
    public void Wrong_settings_are_not_tried_again_unless_the_node_has_died_before()
    {
        Assert.Equal(new NannyVerdict(null, 0), _policy.Ended(2, TimeSpan.Zero));

        _policy.Ended(Killed, TimeSpan.Zero);

        // The former process may hold its folder or its port for a moment.
        Assert.NotNull(_policy.Ended(2, TimeSpan.Zero).Pause);
    }

    [Fact]
    public void Pauses_double_up_to_the_last_and_too_many_deaths_end_it()
    {
        var verdicts = Enumerable.Range(0, 6).Select(i => _policy.Ended(Killed, TimeSpan.FromSeconds(i))).ToArray();

        Assert.Equal([1, 2, 4, 6, 6, null], verdicts.Select(verdict => verdict.Pause?.TotalSeconds));
        Assert.Equal([1, 2, 3, 4, 5, 6], verdicts.Select(verdict => verdict.Deaths));
    }

    [Fact]
    public void Deaths_before_the_window_are_forgotten()
    {
        for (var i = 0; i < 5; i++)
            _policy.Ended(Killed, TimeSpan.FromSeconds(i));

        Assert.Equal(new NannyVerdict(TimeSpan.FromSeconds(1), 1), _policy.Ended(1, TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void The_defaults_are_those_of_the_reference() =>
        Assert.Equal(new NannyTerms(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 10, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)), NannyTerms.From(ReferenceConfig.Config));

    [Theory]
    [InlineData("first-pause = 0s")]
    [InlineData("last-pause = 0s")]
    [InlineData("max-restarts = 0")]
    [InlineData("within = 0s")]
    [InlineData("leave-timeout = 0s")]
    public void A_wrong_value_is_refused_by_its_path(string setting)
    {
        var config = ConfigurationFactory.ParseString($"actors.nanny.{setting}").WithFallback(ReferenceConfig.Config);

        Assert.Contains($"actors.nanny.{setting.Split(' ')[0]}", Assert.Throws<ActorsException>(() => NannyTerms.From(config)).Message, StringComparison.Ordinal);
    }
}
