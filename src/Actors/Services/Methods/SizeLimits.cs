namespace Actors.Services.Methods;

/// <summary>How much a call may carry, in bytes of JSON.</summary>
/// <param name="ArgumentBytes">Positional and named together. Default 1 MiB: larger things travel as objects of the storage.</param>
/// <param name="ResultBytes">Of a result, or of each item of a stream. Default 1 MiB.</param>
internal sealed record SizeLimits(int ArgumentBytes = 1024 * 1024, int ResultBytes = 1024 * 1024)
{
    public static SizeLimits Default { get; } = new();
}
