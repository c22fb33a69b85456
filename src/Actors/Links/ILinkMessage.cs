namespace Actors.Links;

/// <summary>What one end of a link says to the other.</summary>
public interface ILinkMessage
{
    /// <summary>The number of the link.</summary>
    long Link { get; }
}

public sealed partial class LinkData : ILinkMessage;

public sealed partial class LinkDemand : ILinkMessage;

public sealed partial class LinkIdle : ILinkMessage;

public sealed partial class LinkBroken : ILinkMessage;
