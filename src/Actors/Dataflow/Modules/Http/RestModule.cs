using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Http;

/// <summary>Settings of <c>rest</c>.</summary>
public sealed record RestSettings
{
    /// <summary>Where what a POST made is found, for example <c>/orders/{data/id}</c>. Null: the reply says nothing of it.</summary>
    public FlowTemplate? Location { get; init; }
}

/// <summary>
/// Makes replies what clients of a REST interface expect, where nothing else was said before: a POST is 201, with the place of what it made; GET, PUT, PATCH and DELETE are 204 if there are no data, else 200.
/// </summary>
[FlowModule("rest", "Gives replies the status that REST asks for: 201 with Location for a POST, 204 where there are no data.", NeedsHttp = true)]
public sealed class RestModule(RestSettings settings) : FlowModule
{
    private const int Created = 201;
    private const int NoContent = 204;

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Http is not { } http) throw new FlowException(FlowErrorKind.Unprocessable, "the event did not come by HTTP");
        if (http.Status is null && item.Error is null)
        {
            if (http.Method == "POST") http = (settings.Location is { } place ? http.WithReplyHeader("Location", place.Render(item, Uri.EscapeDataString)) : http) with { Status = Created };
            else if (item.Data is null or "") http = http with { Status = NoContent };
        }

        return SendAsync(item with { Http = http });
    }
}
