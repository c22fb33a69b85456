using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Sends requests to the outbox of their method: <c>get</c>, <c>post</c>, <c>delete</c>. Where none is connected that is an error with the status 405, and the header Allow says what there is.</summary>
[FlowModule("method-router", "Sends requests of HTTP to the outbox of their method.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any], NeedsHttp = true, MakesHttp = true)]
public sealed class MethodRouterModule : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Http is not { } http) throw new FlowException(FlowErrorKind.Unprocessable, "the event came without HTTP, and so has no method");
        // Who may get may ask for the head of it.
        if ((OutboxOf(http.Method) ?? (HttpMethods.IsHead(http.Method) ? OutboxOf(HttpMethods.Get) : null)) is { } outbox) return SendAsync(item, outbox);
        var allowed = string.Join(", ", Outboxes.Select(outbox => outbox.ToUpperInvariant()));
        throw new FlowException(FlowErrorKind.NotAllowed, $"{http.Method} is not allowed; allowed: {allowed}")
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("Allow", allowed),
        };
    }

    private string? OutboxOf(string method) => Outboxes.FirstOrDefault(outbox => outbox.Equals(method, StringComparison.OrdinalIgnoreCase));
}
