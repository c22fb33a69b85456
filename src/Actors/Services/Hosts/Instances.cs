namespace Actors.Services.Hosts;

/// <summary>Objects that were made to be served.</summary>
internal static class Instances
{
    /// <summary>Disposes of those that can be. What one of them throws, the others do not suffer from; the first such failure is thrown at the end.</summary>
    public static async Task DisposeAsync(IEnumerable<object> instances)
    {
        Exception? first = null;
        foreach (var instance in instances)
        {
            try
            {
                if (instance is IAsyncDisposable asynchronous)
                    await asynchronous.DisposeAsync().ConfigureAwait(false);
                else
                    (instance as IDisposable)?.Dispose();
            }
            catch (Exception failure)
            {
                first ??= failure;
            }
        }

        if (first is not null)
            throw first;
    }
}
