namespace Actors.Services.Brokers;

// Hosts that are on their way: the service is deployed, and more instances of it are wanted than serve.
internal sealed partial class ServiceDesk
{
    private TimeSpan _expectsUntil = TimeSpan.MinValue;
    private string _whyNotYet = "";

    /// <summary>Calls that no host may run wait for one, each until its own deadline. Said again and again for as long as it holds.</summary>
    /// <param name="until">So long, when it is not said again.</param>
    /// <param name="why">What keeps the hosts from coming; empty: nothing is known.</param>
    public void Expect(TimeSpan until, string why) => (_expectsUntil, _whyNotYet) = (until, why);

    /// <summary>Nobody came, and it is not to be expected either.</summary>
    /// <param name="since">When somebody was there last.</param>
    /// <param name="now">The time.</param>
    private bool IsPatienceOver(TimeSpan since, TimeSpan now) => now - (since > _expectsUntil ? since : _expectsUntil) > _terms.HostPatience;

    private string WhyNotYet(TimeSpan now) => now < _expectsUntil && _whyNotYet.Length > 0 ? $"; its deployment {_whyNotYet}" : "";
}
