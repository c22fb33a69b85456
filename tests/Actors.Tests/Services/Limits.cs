namespace Actors.Tests.Services;

/// <summary>How long tests wait for what comes at once on an idle machine.</summary>
internal static class Limits
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
}
