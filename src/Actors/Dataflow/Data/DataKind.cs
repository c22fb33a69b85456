namespace Actors.Dataflow.Data;

/// <summary>The forms that data of an event have.</summary>
public enum DataKind
{
    /// <summary>No data.</summary>
    None,

    Text,

    Json,

    Xml,

    Bytes,

    /// <summary>A value of a program's own type; it is written as JSON where it leaves the process.</summary>
    Value,
}
