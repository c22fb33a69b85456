using Actors.Configuration;
using Actors.Internal;

namespace Actors.Client.Internal;

/// <summary>Where a cluster is looked for: <c>HOST:PORT[,HOST:PORT]</c>.</summary>
internal sealed record ContactList(IReadOnlyList<HostPort> Points)
{
    /// <summary>Further nodes are learnt from the first that answers; so many names are a list, more are a mistake.</summary>
    private const int MaxPoints = 64;

    /// <exception cref="ActorsException">It is not of that form.</exception>
    public static ContactList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > MaxPoints) throw Wrong(text);
        return new ContactList([.. parts.Select(part => HostPort.TryParse(part) ?? throw Wrong(part))]);
    }

    /// <summary>The paths of the receptionists there, as the cluster client wants them.</summary>
    /// <param name="withTls">Their addresses have another scheme then.</param>
    public IEnumerable<string> Receptionists(bool withTls) => Nodes(withTls).Select(node => node + "/system/receptionist");

    /// <summary>The addresses of the nodes there.</summary>
    public IEnumerable<string> Nodes(bool withTls) => Points.Select(point => $"akka.{(withTls ? "ssl." : "")}tcp://{NodePlan.SystemName}@{point}");

    public override string ToString() => string.Join(", ", Points);

    private static ActorsException Wrong(string found) => new(ErrorCodes.Invalid, $"'{found}' is no contact point: expected HOST:PORT[,HOST:PORT], for example 127.0.0.1:4053");
}
