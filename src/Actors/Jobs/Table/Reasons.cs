namespace Actors.Jobs.Table;

/// <summary>Reasons come from clients and workers and are kept with the job, so they have a limit.</summary>
internal static class Reasons
{
    /// <summary>Room for a message with two names and ids; a log says more.</summary>
    public const int MaxLength = 1000;

    public static string Shortened(this string reason) => reason.Length <= MaxLength ? reason : reason[..(MaxLength - 3)] + "...";
}
