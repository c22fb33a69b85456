namespace Actors.Futures.Library;

/// <summary>Limits and times of deployed functions; <c>reference.conf</c>, <c>actors.futures</c>, says what each is for.</summary>
internal sealed record DeployedTerms
{
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan UnloadAfter { get; init; } = TimeSpan.FromMinutes(10);

    public int MostLoaded { get; init; } = 100;
}
