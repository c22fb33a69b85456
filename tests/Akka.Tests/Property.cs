using FsCheck;
using FsCheck.Fluent;

namespace Akka.Tests;

/// <summary>Runs a property over generated cases. A failure prints its seed; <c>ACTORS_REPLAY=seed,gamma</c> runs that case again.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> cases, Action<T> check, int maxTests = 300)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(maxTests);
        if (Environment.GetEnvironmentVariable("ACTORS_REPLAY")?.Split(',') is [var seed, var gamma])
            config = config.WithReplay(ulong.Parse(seed), ulong.Parse(gamma));
        Prop.ForAll(cases.ToArbitrary(), value => { check(value); }).Check(config);
    }
}
