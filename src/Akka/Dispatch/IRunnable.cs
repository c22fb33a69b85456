namespace Akka.Dispatch;

/// <summary>A unit of work for a dispatcher or scheduler.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    void Run();
}

public sealed class ActionRunnable(Action action) : IRunnable
{
    public void Run() => action();

    public void Execute() => action();
}
