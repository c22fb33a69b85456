namespace Actors.Futures.Shelves;

/// <summary>Limits and times of a shelf; <c>reference.conf</c>, <c>actors.futures</c>, says what each is for.</summary>
internal sealed record ShelfTerms
{
    public long MaxBytes { get; init; } = 1 << 30;

    public long MaxItemBytes { get; init; } = 64 << 20;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);
}
