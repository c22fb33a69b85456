namespace Actors.Services.Calls;

/// <summary>Limits and times of a client's calls; <c>reference.conf</c>, <c>actors.services.client</c>, says what each is for.</summary>
internal sealed record CallTerms
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxPending { get; init; } = 100_000;

    public TimeSpan CheckAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>So many checks without a word, and nobody knows the call any more.</summary>
    public int ChecksMissed { get; init; } = 2;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Of the large arguments of all calls that wait for replies; of large replies that are on their way.</summary>
    public long MaxLargeBytes { get; init; } = 256 << 20;
}
