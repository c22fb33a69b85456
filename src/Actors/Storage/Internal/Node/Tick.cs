namespace Actors.Storage.Internal.Node;

/// <summary>Time has passed: look at what is overdue.</summary>
internal sealed class Tick
{
    public static readonly Tick Instance = new();

    private Tick()
    {
    }
}
