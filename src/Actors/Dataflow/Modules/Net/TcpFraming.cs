namespace Actors.Dataflow.Modules.Net;

/// <summary>How events are told apart in a stream of bytes.</summary>
public enum TcpFraming
{
    /// <summary>A line of text each, in UTF-8; the end of the line is not a part of it.</summary>
    Lines,

    /// <summary>Bytes with their number before them, in 4 bytes, big-endian.</summary>
    Length,

    /// <summary>All that comes by one connection, as bytes.</summary>
    Connection,

    /// <summary>Like <see cref="Length"/>, with whole events in it (<c>dataflow.proto</c>): id, attributes and all. Between two flows.</summary>
    Events,
}
