namespace Actors.Cli.Internal;

/// <summary>What a shell sees.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: running it again will not help.</summary>
    public const int Usage = 2;

    public const int NoCluster = 3;

    public static int Of(ActorsException failure) => failure.Code switch
    {
        ErrorCodes.Unreachable => NoCluster,
        ErrorCodes.Invalid or ErrorCodes.InUse or ErrorCodes.NoSuchMethod or ErrorCodes.BadArguments => Usage,
        _ => Failed,
    };
}
