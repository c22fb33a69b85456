namespace Akka.Actor.Internal;

/// <summary>
/// In a simulation whatever goes on after a task does so in its one thread; what the thread pool would resume could not be repeated.
/// </summary>
internal static class SimulatedTasks
{
    /// <summary>Runs an asynchronous method as it is, or in a simulation so that it resumes in the simulation.</summary>
    /// <param name="recipient">Of the system that may be simulated.</param>
    /// <param name="resumeInContext">What the method gets in life; in a simulation it gets true.</param>
    /// <param name="run">Passes its argument to ConfigureAwait.</param>
    public static Task Run(ICanTell recipient, bool resumeInContext, Func<bool, Task> run) => SchedulerOf(recipient) is { } scheduler
        ? Task.Factory.StartNew(() => run(true), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap()
        : run(resumeInContext);

    private static TaskScheduler? SchedulerOf(ICanTell recipient) => recipient switch
    {
        LocalActorRef actor => actor.Cell.System.SimulatedContinuations,
        _ => InternalCurrentActorCellKeeper.Current?.System.SimulatedContinuations,
    };
}
