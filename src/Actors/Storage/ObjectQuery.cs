namespace Actors.Storage;

/// <summary>Which objects to list.</summary>
/// <param name="Name">Only those of exactly this name; null: any.</param>
/// <param name="After">Only ids above this one: the last one of the page before.</param>
/// <param name="Limit">At most so many.</param>
public sealed record ObjectQuery(string? Name = null, ObjectId? After = null, int Limit = 1000);
