using System.Collections.Immutable;
using System.Threading.Channels;
using Actors.Messaging.Internal;
using Actors.Services;
using Akka.Actor;

namespace Actors.Messaging;

/// <summary>
/// One of a fixed set of servers that send each other messages: what is written to <see cref="Outbox"/> comes out of the <see cref="Inbox"/> of the server it is for, in order.
/// It begins stopped, and can be started and stopped any number of times. All members may be used by several threads.
/// </summary>
/// <typeparam name="TMessage"><c>string</c>, <c>byte[]</c>, or a type that System.Text.Json writes and reads; the same on all servers.</typeparam>
/// <remarks>
/// Envelopes from one server to another arrive in the order in which they were written, and at most once as long as neither is stopped. An envelope for a peer that is down waits, in a queue of
/// limited size, until it is up. What a peer has not put into its inbox before it was restarted is sent to it again, so a restarted program may see again what the one before had from its inbox.
/// What this server has not sent when it is stopped is lost.
/// </remarks>
public class Server<TMessage> : IAsyncDisposable
    where TMessage : notnull
{
    private readonly ServerConfig _config;
    private readonly ServerAddress _own;
    private readonly ServerSettings _settings;
    private readonly Channel<Envelope<TMessage>> _inbox;
    private readonly Channel<Outgoing> _outbox;
    private readonly MessageCodec<TMessage> _codec;
    private readonly PartitionSwitch _partition = new();
    private readonly Counters _counters;
    private readonly SemaphoreSlim _changing = new(1, 1); // one start or stop at a time
    private volatile ServerRun? _run;
    private volatile bool _failed;
    private volatile bool _disposed;

    /// <param name="pid">This server's own; it must be in the config.</param>
    /// <param name="config">All servers.</param>
    /// <param name="settings">Null: the defaults.</param>
    /// <exception cref="ActorsException">The config does not have the pid, or the server would listen beyond this machine unprotected (<see cref="ErrorCodes.Invalid"/>).</exception>
    public Server(int pid, ServerConfig config, ServerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _settings) = (config, settings ?? new ServerSettings());
        _settings.Validate();
        _own = config.Find(pid) ?? throw new ActorsException(ErrorCodes.Invalid, $"Server's pid missing in the config file: {pid} is not in {config.Source}.");
        ServerEngine.CheckSafe(_own, _settings);
        Peers = [.. config.Servers.Select(server => server.Pid).Where(peer => peer != pid)];
        _codec = MessageCodec.For<TMessage>(_settings.Json ?? ServiceJson.For(typeof(TMessage)));
        _counters = new Counters(Peers);
        _inbox = Channel.CreateBounded<Envelope<TMessage>>(_settings.InboxCapacity);
        _outbox = Channel.CreateBounded<Outgoing>(_settings.OutboxCapacity);
        Outbox = new Outbox<TMessage>(_outbox, _settings.OutboxCapacity, Prepare);
    }

    /// <inheritdoc cref="Server{TMessage}(int, ServerConfig, ServerSettings?)"/>
    /// <param name="configFile">See <see cref="ServerConfig"/>.</param>
    public Server(int pid, string configFile, ServerSettings? settings = null)
        : this(pid, ServerConfig.Load(configFile), settings)
    {
    }

    public int Pid => _own.Pid;

    /// <summary>The pids of all other servers.</summary>
    public ImmutableArray<int> Peers { get; }

    public ServerState State => _run is { } run ? run.HasEnded ? ServerState.Error : ServerState.Running : _failed ? ServerState.Error : ServerState.Stopped;

    /// <summary>What has come, with the senders' pids. The same reader for the server's whole life; it ends when the server is disposed of.</summary>
    public ChannelReader<Envelope<TMessage>> Inbox => _inbox.Reader;

    /// <summary>
    /// What is to be sent. Writing throws an <see cref="ActorsException"/> when the pid is unknown (<see cref="ErrorCodes.NotFound"/>), or when the message is
    /// too large or cannot be written; it waits while peers are slow. While the server is stopped, what fits in is kept for the next start.
    /// </summary>
    public ChannelWriter<Envelope<TMessage>> Outbox { get; }

    public ServerStatistics Statistics => _counters.Snapshot();

    /// <summary>Listens, and sends. Without effect on a server that runs.</summary>
    /// <exception cref="ActorsException">The port is in use, or a setting of the engine is wrong; the server's state is <see cref="ServerState.Error"/> then.</exception>
    public void Start() => StartAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Start()"/>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await _changing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (State == ServerState.Running)
                return;
            await EndRunAsync(TimeSpan.Zero).ConfigureAwait(false);
            _failed = true;
            _run = StartRun();
            _failed = false;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>
    /// Gives what was written before <see cref="ServerSettings.Linger"/> to arrive, drops the rest, and frees the port. What is in the inbox stays there. Without effect on a server that does not run.
    /// </summary>
    public void Stop() => StopAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Stop"/>
    public async Task StopAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndRunAsync(_settings.Linger).ConfigureAwait(false);
            _failed = false;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Sends an envelope and waits until all its receivers have it in their inboxes. In order with what is written to the outbox.</summary>
    /// <param name="timeout">Null: <see cref="ServerSettings.SendTimeout"/>.</param>
    /// <param name="cancel">Stops waiting; an envelope that is on its way arrives all the same.</param>
    /// <exception cref="ActorsException">
    /// <see cref="ErrorCodes.Timeout"/>: not confirmed in time; it may arrive all the same. <see cref="ErrorCodes.Unavailable"/>: this server does not run, or drops what does not fit a full queue.
    /// <see cref="ErrorCodes.Invalid"/>: a receiver could not read it. Otherwise as the outbox.
    /// </exception>
    public async Task SendAsync(Envelope<TMessage> envelope, TimeSpan? timeout = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var limit = timeout ?? _settings.SendTimeout;
        var receipt = new Receipt(envelope.Pid == Envelope.Broadcast ? Peers : [envelope.Pid]);
        var outgoing = Prepare(envelope, receipt);
        if (State != ServerState.Running)
            throw new ActorsException(ErrorCodes.Unavailable, $"server {Pid} is not running");
        using var late = new CancellationTokenSource(limit, _settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await _outbox.Writer.WriteAsync(outgoing, either.Token).ConfigureAwait(false);
            if (await receipt.Done.WaitAsync(either.Token).ConfigureAwait(false) is { } failure)
                throw failure;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"no confirmation from pid {string.Join(", ", receipt.Missing)} within {limit.TotalSeconds:0.###} s; the envelope may arrive all the same");
        }
    }

    /// <summary>
    /// For tests: cuts this server off from peers, both ways, in addition to those before. Until <see cref="Heal"/>, envelopes to and from them are dropped without a word, broadcasts included;
    /// what is in queues for them as well. The switch outlives a stop. Nothing of them gets into the inbox after the call, while what has left this server before may still arrive.
    /// </summary>
    /// <exception cref="ActorsException">No such peer (<see cref="ErrorCodes.NotFound"/>).</exception>
    public void Partition(params int[] pids)
    {
        ArgumentNullException.ThrowIfNull(pids);
        foreach (var pid in pids)
            RequirePeer(pid);
        _partition.Cut(pids);
        _run?.Actor.Tell(new DropQueues([.. pids]));
    }

    /// <summary>Ends all partitions of this server. What was dropped does not come back.</summary>
    public void Heal() => _partition.Heal();

    /// <summary>Stops the server for good and completes its inbox.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await StopAsync().ConfigureAwait(false);
        _outbox.Writer.TryComplete();
        _inbox.Writer.TryComplete();
        GC.SuppressFinalize(this);
    }

    private ServerRun StartRun()
    {
        var system = ServerEngine.Create(_own, _settings);
        var stopped = new CancellationTokenSource();
        var paths = ServerEngine.PathsOf(_config.Servers.Where(server => server.Pid != Pid), _settings);
        var inbox = new Inbox<TMessage>(_inbox, _settings.InboxCapacity, _codec, _partition);
        var parts = new ServerParts(Pid, paths, _settings, _outbox.Reader, inbox, _partition, _counters, stopped.Token);
        return new ServerRun(system, system.ActorOf(ServerActor.Props(parts), ServerActor.ActorName), stopped);
    }

    private async Task EndRunAsync(TimeSpan linger)
    {
        if (_run is not { } run)
            return;
        await run.EndAsync(linger).ConfigureAwait(false);
        _run = null;
    }

    private Outgoing Prepare(Envelope<TMessage> envelope, Receipt? receipt)
    {
        ArgumentNullException.ThrowIfNull(envelope.Message);
        if (envelope.Pid != Envelope.Broadcast)
            RequirePeer(envelope.Pid);
        var content = _codec.Write(envelope.Message);
        if (content.Length > _settings.MaxMessageBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"a message of {content.Length} bytes for pid {envelope.Pid} is more than {_settings.MaxMessageBytes} (ServerSettings.MaxMessageBytes)");
        receipt?.CompleteIfEmpty();
        var frames = EnvelopeFrames.Cut(envelope.MessageId, _codec.Format, content);
        return new Outgoing(envelope.Pid, frames, frames.Sum(frame => frame.Length), receipt);
    }

    private void RequirePeer(int pid)
    {
        if (pid == Pid)
            throw new ActorsException(ErrorCodes.NotFound, $"Target pid {pid} is this server itself, and no peer of it.");
        if (_config.Find(pid) is null)
            throw new ActorsException(ErrorCodes.NotFound, $"Target pid missing in the config file: {pid} is not in {_config.Source}.");
    }
}
