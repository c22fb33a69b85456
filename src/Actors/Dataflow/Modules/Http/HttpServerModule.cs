using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Dataflow.Modules.Http;

/// <summary>
/// Takes HTTP requests into a flow, and sends the events that come back to its inbox as the replies: that of a request is the one with its id. A second reply, and one that comes too late, are
/// ignored, with a log line. Errors are replies too, with the status of their kind.
/// </summary>
[FlowModule("http-server", "Takes HTTP requests into the flow; what comes back to its inbox with their ids are the replies.", Inboxes = ["inbox?"], Outboxes = [FlowModuleAttribute.Any], Relays = false, MakesHttp = true)]
public sealed class HttpServerModule(HttpServerSettings settings) : FlowModule
{
    /// <summary>The variable part of a path that names the outbox.</summary>
    private const string OutboxVariable = "outbox";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EventId, TaskCompletionSource<FlowEvent>> _asked = new();
    private readonly TaskCompletionSource _entered = new();
    private WebApplication? _web;
    private X509Certificate2? _certificate;
    private int _entering;
    private int _isClosed;

    private bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    protected override async ValueTask StartAsync(CancellationToken cancel)
    {
        _certificate = settings.Tls is { } tls ? tls.Load() : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
            // Data of events may have any letters, and so their headers.
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = settings.HeadersTimeout;
            kestrel.Listen(settings.Address, settings.Port, listen =>
            {
                if (_certificate is not null) listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (_certificate, settings.Tls!.LoadOthers()));
            });
        });
        _web = builder.Build();
        _web.UseRouting();
        Map(_web);
        try
        {
            await _web.StartAsync(cancel);
        }
        catch (IOException failure)
        {
            throw new FlowException(FlowErrorKind.Unavailable, $"cannot listen at {settings.Host}:{settings.Port}: {failure.InnerException?.Message ?? failure.Message}", failure);
        }

        Log.Info($"listens at {new Uri(_web.Urls.First())}");
    }

    /// <summary>Serves until the flow is drained: then those who are here are still answered, and no others.</summary>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Before it is looked who is coming in: who comes in after that sees it.
        Interlocked.Exchange(ref _isClosed, 1);
        if (Volatile.Read(ref _entering) > 0) await _entered.Task;
    }

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Error is { IsUnforeseen: true } error) Log.Error($"{error.Actor}: {error.Type}: {error.Message}{Environment.NewLine}{error.Stack}", item);
        if (_asked.TryRemove(item.Id, out var asked)) asked.TrySetResult(item);
        else Log.Warning("the reply came too late, or for the second time, or nobody asked", item);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var asked in _asked.Values) asked.TrySetCanceled();
        if (_web is not null)
        {
            // Replies that are being written may end.
            using var patience = new CancellationTokenSource(StopTimeout, Time);
            await _web.StopAsync(patience.Token).ConfigureAwait(false);
            await _web.DisposeAsync().ConfigureAwait(false);
        }

        _certificate?.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Map(WebApplication web)
    {
        if (settings.Routes.Count == 0) web.Map("{**rest}", context => ServeAsync(context, null));
        foreach (var (path, name, route) in HttpRoutes.Flat(settings.Routes))
        {
            var outbox = path.Contains($"{{{OutboxVariable}}}", StringComparison.Ordinal) ? null : route.Outbox ?? name;
            if (outbox is not null && !Outboxes.Contains(outbox)) Log.Warning($"requests for {path} get 404: no actor is connected to the outbox {outbox}");
            var end = web.MapMethods(path, HttpRoutes.MethodsOf(route), (RequestDelegate)(context => ServeAsync(context, outbox)));
            if (route.Types.Count > 0) end.WithMetadata(new AcceptedTypes(route.Types));
        }
    }

    private async Task ServeAsync(HttpContext context, string? outbox)
    {
        var began = Time.GetTimestamp();
        var reply = await AnswerAsync(context, outbox).ConfigureAwait(false);
        await reply.WriteAsync(context.Response).ConfigureAwait(false);
        if (settings.LogRequests)
            Log.Info($"{context.Connection.RemoteIpAddress} {context.Request.Method} {context.Request.Path} {reply.Status}, {reply.Body.Length} bytes, {Time.GetElapsedTime(began).TotalMilliseconds:0.0} ms");
    }

    private async Task<HttpReply> AnswerAsync(HttpContext context, string? outbox)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (outbox is null && context.GetRouteValue(OutboxVariable) is string named) outbox = named;
        if (outbox is not null && !Outboxes.Contains(outbox)) return HttpReply.Failure(FlowErrorKind.NotFound, $"there is nothing at {context.Request.Path}", accept);

        var asked = new TaskCompletionSource<FlowEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = NewEvent().Id;
        _asked[id] = asked;
        try
        {
            await EnterAsync(context, outbox, id).ConfigureAwait(false);
            var result = await asked.Task.WaitAsync(settings.ReplyTimeout, Time, context.RequestAborted).ConfigureAwait(false);
            var reply = HttpReply.Of(result, accept, settings.Envelope);
            if (reply.Problem is { } problem) Log.Error(problem, result);
            return reply;
        }
        catch (BadHttpRequestException failure)
        {
            return HttpReply.Failure(failure.StatusCode, failure.Message, accept);
        }
        catch (FlowException failure)
        {
            return HttpReply.Failure(failure.Kind, failure.Message, accept) with { Closes = IsClosed };
        }
        catch (TimeoutException)
        {
            return HttpReply.Failure(StatusCodes.Status504GatewayTimeout, $"no reply within {settings.ReplyTimeout.TotalSeconds:0.###} s (event {id})", accept);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server ends without an answer.
            return HttpReply.Failure(FlowErrorKind.Unavailable, "the flow has ended", accept) with { Closes = true };
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>Brings a request into the flow. It waits where there is no room, so that a slow flow slows its clients down.</summary>
    private async Task EnterAsync(HttpContext context, string? outbox, EventId id)
    {
        var entering = Interlocked.Increment(ref _entering);
        FlowEvent item;
        try
        {
            if (IsClosed) throw new FlowException(FlowErrorKind.Unavailable, "the flow is ending");
            // Those whose clients have gone count until the flow has room for them.
            if (Math.Max(entering, _asked.Count) > settings.MaxRequests) throw new FlowException(FlowErrorKind.Unavailable, $"{settings.MaxRequests} requests are under way already; try again later");
            var data = await HttpBody.ReadAsync(context.Request).ConfigureAwait(false);
            item = new FlowEvent(id, data) { Created = Time.GetUtcNow(), Http = HttpRoutes.ExchangeOf(context) };
        }
        catch
        {
            Entered();
            throw;
        }

        await SendInAsync(item, outbox).WaitAsync(settings.ReplyTimeout, Time, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task SendInAsync(FlowEvent item, string? outbox)
    {
        try
        {
            if (outbox is null) await SendAsync(item).ConfigureAwait(false);
            else await SendAsync(item, outbox).ConfigureAwait(false);
        }
        finally
        {
            Entered();
        }
    }

    private void Entered()
    {
        if (Interlocked.Decrement(ref _entering) == 0 && IsClosed) _entered.TrySetResult();
    }

    private sealed class AcceptedTypes(IReadOnlyList<string> types) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => types;

        public Type? RequestType => null;

        public bool IsOptional => true;
    }
}
