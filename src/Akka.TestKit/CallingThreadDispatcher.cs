#nullable disable annotations
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Runs an actor on the thread that sends to it: when Tell returns, the message has been handled, unless another thread, or one of
/// this thread's outer calls, was running the actor; then that one handles it.</summary>
public class CallingThreadDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    public static new string Id = "akka.test.calling-thread-dispatcher";

    [ThreadStatic]
    private static Frame _innermost;

    protected override void ExecuteTask(IRunnable run)
    {
        ArgumentNullException.ThrowIfNull(run);
        // A run that schedules itself has more to do. It goes round in the loop below: by recursion it could exhaust the stack.
        for (var frame = _innermost; frame is not null; frame = frame.Outer)
        {
            if (frame.Run != run) continue;
            frame.Again = true;
            return;
        }

        RunInFrame(new Frame(run, _innermost));
    }

    private static void RunInFrame(Frame frame)
    {
        _innermost = frame;
        try
        {
            do
            {
                frame.Again = false;
                frame.Run.Run();
            }
            while (frame.Again);
        }
        finally
        {
            _innermost = frame.Outer;
        }
    }

    private sealed class Frame(IRunnable run, Frame outer)
    {
        public IRunnable Run { get; } = run;

        public Frame Outer { get; } = outer;

        public bool Again { get; set; }
    }
}

/// <summary>Makes the <see cref="CallingThreadDispatcher"/> of a configuration section.</summary>
public class CallingThreadDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly CallingThreadDispatcher _dispatcher;

    public CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new CallingThreadDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
