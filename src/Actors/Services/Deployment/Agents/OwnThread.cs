namespace Actors.Services.Deployment.Agents;

/// <summary>A thread for work that may block for as long as others' code likes.</summary>
internal static class OwnThread
{
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception failure) // goes to whoever awaits the task
            {
                completion.SetException(failure);
            }
        })
        { IsBackground = true, Name = "deployment" };
        thread.Start();
        return completion.Task;
    }
}
