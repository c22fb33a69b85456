using Akka.Remote;
using Akka.Remote.Internal.FailureDetectors;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class FailureDetectorTests
{
    private long _now = 1_000_000;

    [Fact]
    public void A_resource_never_heard_of_is_available_and_not_monitored()
    {
        foreach (var detector in new FailureDetector[] { Phi(), Deadline() })
        {
            Assert.True(detector.IsAvailable);
            Assert.False(detector.IsMonitoring);
            detector.HeartBeat();
            Assert.True(detector.IsMonitoring);
        }
    }

    [Fact]
    public void Regular_heartbeats_keep_it_available_and_silence_ends_that()
    {
        var detector = Phi();
        Beat(detector, 20, 1000);
        _now += 3000;
        Assert.True(detector.IsAvailable);
        _now += 5000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void A_heartbeat_after_the_silence_makes_it_available_again_and_is_no_sample()
    {
        var detector = Phi();
        Beat(detector, 20, 1000);
        _now += 60_000;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
        Beat(detector, 2, 1000);
        _now += 8000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void The_acceptable_pause_is_forgiven()
    {
        var detector = Phi(pause: 10_000);
        Beat(detector, 20, 1000);
        _now += 10_500;
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void Phi_grows_with_the_silence_whatever_the_intervals() => Prop.ForAll(
        Gen.Choose(1, 5000).ListOf(30).ToArbitrary(), Gen.Choose(1, 20_000).Two().ToArbitrary(), (intervals, silence) =>
    {
        var detector = Phi();
        foreach (var interval in intervals)
        {
            _now += interval;
            detector.HeartBeat();
        }
        var (sooner, later) = (Math.Min(silence.Item1, silence.Item2), Math.Max(silence.Item1, silence.Item2));
        _now += sooner;
        var before = detector.CurrentPhi;
        _now += later - sooner;
        return before >= 0 && detector.CurrentPhi >= before;
    }).Check(FsCheck.Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.158655)]
    [InlineData(2, 0.022750)]
    [InlineData(3, 0.001350)]
    public void Phi_is_the_logarithm_of_the_chance_that_a_heartbeat_comes_even_later(int deviationsLate, double chance)
    {
        var phi = Akka.Remote.Internal.FailureDetectors.Phi.Of(1000 + 250 * deviationsLate, 1000, 250);
        Assert.Equal(-Math.Log10(chance), phi, 0.05);
    }

    [Fact]
    public void The_history_forgets_its_oldest_intervals()
    {
        var history = HeartbeatHistory.Empty(3);
        foreach (var interval in new double[] { 1000, 1, 2, 3 }) history = history.With(interval);
        Assert.Equal(3, history.Count);
        Assert.Equal(2, history.Mean, 6);
        Assert.Equal(Math.Sqrt(2.0 / 3), history.StandardDeviation, 6);
    }

    [Fact]
    public void The_deadline_detector_allows_the_pause_and_the_interval()
    {
        var detector = Deadline();
        detector.HeartBeat();
        _now += 4000;
        Assert.True(detector.IsAvailable);
        _now += 1;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void A_registry_keeps_one_detector_a_resource()
    {
        var registry = new DefaultFailureDetectorRegistry<string>(Deadline);
        Assert.True(registry.IsAvailable("a"));
        Assert.False(registry.IsMonitoring("a"));
        registry.Heartbeat("a");
        registry.Heartbeat("b");
        _now += 3000;
        registry.Heartbeat("b");
        _now += 3000;
        Assert.False(registry.IsAvailable("a"));
        Assert.True(registry.IsAvailable("b"));
        registry.Remove("a");
        Assert.True(registry.IsAvailable("a"));
        registry.Reset();
        Assert.False(registry.IsMonitoring("b"));
    }

    private PhiAccrualFailureDetector Phi(int pause = 3000) =>
        new(8, 100, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(pause), TimeSpan.FromSeconds(1), () => _now);

    private DeadlineFailureDetector Deadline() => new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), () => _now);

    private void Beat(FailureDetector detector, int times, int interval)
    {
        for (var i = 0; i < times; i++)
        {
            _now += interval;
            detector.HeartBeat();
        }
    }
}
