namespace Actors.Tests.Storage.Nodes;

/// <summary>Content that stops at a byte until the test lets it go on.</summary>
internal sealed class PausingStream(byte[] content, int pauseAt) : MemoryStream(content)
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Paused => _paused.Task;

    public bool Seekable { get; init; } = true;

    public override bool CanSeek => Seekable;

    public void Resume() => _resumed.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= pauseAt)
        {
            _paused.TrySetResult();
            await _resumed.Task;
        }

        return await base.ReadAsync(buffer, cancellationToken);
    }
}
