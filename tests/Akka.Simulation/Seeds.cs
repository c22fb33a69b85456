namespace Akka.Simulation;

/// <summary>The seeds of a simulation: few in every build, many with ACTORS_LONG=1, one with ACTORS_SEED=n to replay a failure.</summary>
public static class Seeds
{
    private const int LongFactor = 50;

    public static IEnumerable<int> Of(int count)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("ACTORS_SEED"), out var seed))
            return [seed];
        return Enumerable.Range(1, Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? count * LongFactor : count);
    }
}
