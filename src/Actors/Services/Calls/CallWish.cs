namespace Actors.Services.Calls;

/// <summary>What a book of calls wants to be sent.</summary>
internal abstract record CallWish(string Service, IReadOnlyList<CallId> Calls);

internal sealed record CheckThese(string Service, IReadOnlyList<CallId> Calls) : CallWish(Service, Calls);

/// <summary>Get the large reply to this call.</summary>
internal sealed record FetchThis(string Service, CallId Call, LargeValue Value) : CallWish(Service, [Call]);

internal sealed record CancelThese(string Service, IReadOnlyList<CallId> Calls) : CallWish(Service, Calls);
