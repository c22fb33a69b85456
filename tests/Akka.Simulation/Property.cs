using FsCheck;
using FsCheck.Fluent;

namespace Akka.Simulation;

/// <summary>Runs a property over generated cases; a failure prints its seed, to be replayed with <c>Config.WithReplay</c>.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> cases, Action<T> check, int maxTests = 200) =>
        Prop.ForAll(cases.ToArbitrary(), value => { check(value); }).Check(Config.QuickThrowOnFailure.WithMaxTest(maxTests));
}
