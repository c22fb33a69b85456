namespace Akka.Dispatch;

/// <summary>The one way to the .NET thread pool.</summary>
internal static class Pool
{
#pragma warning disable RS0030 // the dispatchers are where threads come from
    public static void Queue(IThreadPoolWorkItem work, bool preferLocal) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal);
#pragma warning restore RS0030
}
