using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>Serves one peer: reads its frames, starts its calls, answers them as they end. A frame that is none ends the connection and nothing else.</summary>
internal sealed class RpcServerConnection : IAsyncDisposable
{
    /// <summary>The time that a connection has to take its last reply.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly Action _endOutput;
    private readonly SocketServerOptions _options;
    private readonly CallRunner _runner;
    private readonly byte[] _description;
    private readonly Action<string> _log;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly RunningCalls _calls;
    private readonly SemaphoreSlim _notifications;
    private readonly CancellationTokenSource _closed = new();
    private long _streamWindow;

    /// <param name="stream">Owned.</param>
    /// <param name="endOutput">Tells the peer that nothing more comes.</param>
    /// <param name="options">Validated.</param>
    /// <param name="runner">Of the server.</param>
    /// <param name="description">The result of rpc.discover, as JSON.</param>
    /// <param name="log">Gets a line for what the peer does wrong.</param>
    public RpcServerConnection(Stream stream, Action endOutput, SocketServerOptions options, CallRunner runner, byte[] description, Action<string> log)
    {
        _stream = stream;
        _endOutput = endOutput;
        _options = options;
        _runner = runner;
        _description = description;
        _log = log;
        _reader = new FrameReader(stream, options.MaxFrameBytes, options.FrameTimeout, options.IdleTimeout, options.Time);
        _writer = new FrameWriter(stream, options.FrameTimeout, options.Time);
        _calls = new RunningCalls(options.MaxRequestsPerConnection);
        _notifications = new SemaphoreSlim(options.MaxRequestsPerConnection);
    }

    /// <summary>Ends when the connection has; its calls are told so.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _calls.RoomAsync().ConfigureAwait(false);
                var read = await _reader.ReadAsync().ConfigureAwait(false);
                if (read.End == FrameEnd.Frame) await TakeAsync(read.Body).ConfigureAwait(false);
                else if (read.End != FrameEnd.Idle || !_calls.Any)
                {
                    await SayGoodbyeAsync(read.End).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer does not read, or this side has closed the connection.
        }
        finally
        {
            await _closed.CancelAsync().ConfigureAwait(false);
            _calls.CancelAll("the connection has ended");
        }
    }

    /// <summary>Starts nothing more, lets what runs end for <paramref name="limit"/>, then closes.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        var empty = _calls.StopAsync();
        if (!await WithinAsync(empty, limit).ConfigureAwait(false))
        {
            _calls.CancelAll("the server stops");
            await WithinAsync(empty, LastWord).ConfigureAwait(false);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan limit)
    {
        await task.WaitAsync(limit, _options.Time, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted || _closed.IsCancellationRequested;
    }

    private async Task SayGoodbyeAsync(FrameEnd end)
    {
        var problem = end switch
        {
            FrameEnd.TooLarge => new RpcProblem(RpcCodes.TooLarge, ErrorCodes.TooLarge, $"a frame holds at most {_options.MaxFrameBytes} bytes; is the peer speaking length-prefixed JSON-RPC?"),
            FrameEnd.Empty => new RpcProblem(RpcCodes.InvalidRequest, ErrorCodes.Invalid, "a frame holds at least one byte"),
            FrameEnd.Stalled => RpcProblem.Of(ErrorCodes.Timeout, $"a frame did not come whole within {_options.FrameTimeout}"),
            _ => null,
        };
        if (problem == null) return;
        _log($"closed: {problem.Message}");
        await RefuseAsync(RpcId.Null, problem).ConfigureAwait(false);
        // To close with bytes unread would take the reply back from a peer that has not read it yet.
        _endOutput();
        await _reader.DiscardAsync(LastWord).ConfigureAwait(false);
    }

    private async Task TakeAsync(byte[] body)
    {
        var message = RpcMessageReader.Read(body, _options.MaxBatch, _options.MaxDepth);
        if (message.Fault != null) await RefuseAsync(RpcId.Null, message.Fault).ConfigureAwait(false);
        else if (message.IsBatch) await TakeBatchAsync(message.Entries).ConfigureAwait(false);
        else await TakeOneAsync(message.Entries[0]).ConfigureAwait(false);
    }

    private async Task TakeOneAsync(RpcEntry entry)
    {
        if (entry.Fault is { } fault) await RefuseAsync(entry.Id, fault).ConfigureAwait(false);
        else if (entry.IsNotification) await TakeNotificationAsync(entry).ConfigureAwait(false);
        else if (ReservedMethods.IsReserved(entry.Method)) await _writer.SendAsync(AnswerReserved(entry)).ConfigureAwait(false);
        else if (_calls.TryEnter() is { } refusal) await RefuseAsync(entry.Id, refusal).ConfigureAwait(false);
        else Begin(AnswerAsync(entry));
    }

    private async Task TakeNotificationAsync(RpcEntry entry)
    {
        if (ReservedMethods.IsReserved(entry.Method))
        {
            ObeyReserved(entry);
            return;
        }

        // Nobody can be told that it was refused: so the connection is not read any further until there is room.
        await _notifications.WaitAsync(_closed.Token).ConfigureAwait(false);
        Begin(NotifyAsync(entry));
    }

    private async Task TakeBatchAsync(IReadOnlyList<RpcEntry> entries)
    {
        if (_calls.TryEnter() is not { } refusal)
        {
            Begin(AnswerBatchAsync(entries));
            return;
        }

        // Each is refused by its id: an error without one could be about anything.
        var requests = entries.Where(entry => !entry.IsNotification);
        var refusals = requests.Select(entry => (entry.Id, RpcJson.Error(entry.Id, entry.Fault ?? refusal, _options.MaxFrameBytes)));
        if (BatchReply.Join([.. refusals], _options.MaxFrameBytes) is { } frame) await _writer.SendAsync(frame).ConfigureAwait(false);
    }

    private async Task AnswerAsync(RpcEntry entry)
    {
        using var call = new ServerCall(entry, _streamWindow > 0 && !entry.Id.IsNull ? new StreamCredit(_streamWindow) : null, _options.Time);
        var (answered, left) = (false, false);
        try
        {
            var reply = _calls.TryAdd(call)
                ? await _runner.ReplyAsync(call, frame => _writer.SendAsync(frame)).ConfigureAwait(false)
                : RpcJson.Error(entry.Id, Taken(entry.Id), _options.MaxFrameBytes);
            _calls.Forget(call);
            _calls.Answer(left = call.IsOver);
            answered = true;
            await _writer.SendAsync(reply).ConfigureAwait(false);
        }
        finally
        {
            if (answered) _calls.End(answered: true, leave: false);
            _calls.Forget(call);
            await EndAsync(call).ConfigureAwait(false);
            if (!left) _calls.End(answered: false, leave: true);
        }
    }

    private async Task NotifyAsync(RpcEntry entry)
    {
        using var call = new ServerCall(entry, credit: null, _options.Time);
        try
        {
            _calls.TryAdd(call);
            await _runner.ReplyAsync(call, static _ => Task.CompletedTask).ConfigureAwait(false);
            await EndAsync(call).ConfigureAwait(false);
        }
        finally
        {
            _calls.Forget(call);
            _notifications.Release();
        }
    }

    private async Task AnswerBatchAsync(IReadOnlyList<RpcEntry> entries)
    {
        var calls = new List<ServerCall>();
        var running = new List<Task>(); // notifications too, which the answer does not wait for
        var (answered, left) = (false, false);
        try
        {
            var ids = new List<RpcId>();
            var replies = new List<Task<byte[]>>();
            foreach (var entry in entries)
            {
                var reply = BeginInBatch(entry, calls);
                running.Add(reply);
                if (entry.IsNotification) continue;
                ids.Add(entry.Id);
                replies.Add(reply);
            }

            var all = await Task.WhenAll(replies).ConfigureAwait(false);
            foreach (var call in calls) _calls.Forget(call);
            _calls.Answer(left = running.TrueForAll(task => task.IsCompleted) && calls.TrueForAll(call => call.IsOver));
            answered = true;
            if (BatchReply.Join([.. ids.Zip(all)], _options.MaxFrameBytes) is { } frame) await _writer.SendAsync(frame).ConfigureAwait(false);
        }
        finally
        {
            if (answered) _calls.End(answered: true, leave: false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var call in calls)
            {
                await EndAsync(call).ConfigureAwait(false);
                _calls.Forget(call);
                call.Dispose();
            }

            if (!left) _calls.End(answered: false, leave: true);
        }
    }

    private Task<byte[]> BeginInBatch(RpcEntry entry, List<ServerCall> calls)
    {
        if (entry.Fault is { } fault) return Task.FromResult(RpcJson.Error(entry.Id, fault, _options.MaxFrameBytes));
        if (ReservedMethods.IsReserved(entry.Method)) return Task.FromResult(AnswerReserved(entry));
        var call = new ServerCall(entry, credit: null, _options.Time);
        if (!_calls.TryAdd(call))
        {
            call.Dispose();
            return Task.FromResult(RpcJson.Error(entry.Id, Taken(entry.Id), _options.MaxFrameBytes));
        }

        calls.Add(call);
        return _runner.ReplyAsync(call, static _ => Task.CompletedTask);
    }

    private static RpcProblem Taken(RpcId id) => new(RpcCodes.InvalidRequest, ErrorCodes.Invalid, $"id {id}: a request of this id is running");

    /// <summary>A method that was cancelled may go on for a while, and keeps its place for so long.</summary>
    private async Task EndAsync(ServerCall call)
    {
        await call.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (call.Items != null) await call.Items.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            // The caller has its answer; what the method's own clean-up threw is for the log.
            _log($"'{call.Method}' threw when its stream was ended: {thrown.Message}");
        }
        finally
        {
            call.Permit?.Dispose();
        }
    }

    private byte[] AnswerReserved(RpcEntry entry)
    {
        switch (entry.Method)
        {
            case ReservedMethods.Discover:
                var reply = RpcJson.Result(entry.Id, _description);
                return reply.Length <= _options.MaxFrameBytes ? reply
                    : RpcJson.Error(entry.Id, RpcProblem.Of(ErrorCodes.TooLarge, "the description is larger than a frame may be"), _options.MaxFrameBytes);
            case ReservedMethods.Cancel or ReservedMethods.More or ReservedMethods.Streams:
                ObeyReserved(entry);
                return RpcJson.Result(entry.Id, "null"u8);
            default:
                return RpcJson.Error(entry.Id, RpcProblem.Of(ErrorCodes.NoSuchMethod, $"'{entry.Method}': names that begin with rpc. are reserved, and this one means nothing here"), _options.MaxFrameBytes);
        }
    }

    private void ObeyReserved(RpcEntry entry)
    {
        var about = CallNotice.Read(entry.Params);
        switch (entry.Method)
        {
            case ReservedMethods.Cancel:
                _calls.Find(about.Id)?.CancelBecause("the caller has cancelled it");
                break;
            case ReservedMethods.More:
                _calls.Find(about.Id)?.Credit?.Grant(about.Bytes);
                break;
            case ReservedMethods.Streams:
                _streamWindow = Math.Max(0, about.Window);
                break;
        }
    }

    private Task RefuseAsync(RpcId id, RpcProblem problem) => _writer.SendAsync(RpcJson.Error(id, problem, _options.MaxFrameBytes));

    /// <summary>Runs beside the reader.</summary>
    private void Begin(Task answering) => _ = WatchAsync(answering);

    private async Task WatchAsync(Task answering)
    {
        try
        {
            await answering.ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The peer does not take its answers: there is nothing more to say to it.
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            // One call's defect is not the connection's end; no answer has gone, so this must be seen.
            _log($"a call was left unanswered: {defect}");
        }
    }
}
