#nullable disable annotations
namespace Akka.Actor;

/// <summary>Calling off what may not have been scheduled.</summary>
public static class CancelableExtensions
{
    public static void CancelIfNotNull(this ICancelable cancelable) => cancelable?.Cancel();
}
