namespace Actors.Internal;

/// <summary>Waiting for what an actor was asked to complete.</summary>
internal static class Answers
{
    /// <param name="answer">Completed by the actor.</param>
    /// <param name="ended">Completed when the actor is gone: what was in its mailbox then, or comes later, nobody answers.</param>
    /// <param name="code">What it is called then.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="ActorsException">The actor ended first.</exception>
    public static async Task<T> OrEndAsync<T>(this Task<T> answer, Task ended, string code, CancellationToken cancel)
    {
        await Task.WhenAny(answer, ended).WaitAsync(cancel).ConfigureAwait(false);
        return answer.IsCompleted ? await answer.ConfigureAwait(false) : throw new ActorsException(code, "this program's side of the cluster has been stopped");
    }
}
