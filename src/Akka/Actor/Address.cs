#nullable disable annotations
using System.Globalization;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system is reached: <c>protocol://system</c> inside its process, <c>protocol://system@host:port</c> from elsewhere.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create(Compare);

    private string _text;

    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    public string Protocol { get; }

    public string System { get; }

    public string Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>The text behind the scheme: <c>system@host:port</c>.</summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    public override string ToString() => _text ??= Format();

    public bool Equals(Address other) => ReferenceEquals(this, other) || other is not null && Port == other.Port
        && string.Equals(Host, other.Host) && string.Equals(System, other.System) && string.Equals(Protocol, other.Protocol);

    public override bool Equals(object obj) => Equals(obj as Address);

    public override int GetHashCode() => HashCode.Combine(Host, Port, System, Protocol);

    public static bool operator ==(Address left, Address right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Address left, Address right) => !(left == right);

    public int CompareTo(Address other) => Compare(this, other);

    int IComparable.CompareTo(object obj) => obj is Address other
        ? Compare(this, other)
        : throw new ArgumentException($"Cannot compare an Address with {obj?.GetType().ToString() ?? "null"}", nameof(obj));

    public object Clone() => new Address(Protocol, System, Host, Port);

    public ISurrogate ToSurrogate(ActorSystem system) => new AddressSurrogate { Protocol = Protocol, System = System, Host = Host, Port = Port };

    /// <exception cref="UriFormatException">Not an address.</exception>
    public static Address Parse(string address) => TryParse(address, out Address result)
        ? result
        : throw new UriFormatException($"'{address}' is not an address: expected protocol://system or protocol://system@host:port");

    public static bool TryParse(string path, out Address address) => TryParse(path.AsSpan(), out address);

    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        var ok = TryParse(path.AsSpan(), out address, out var rest);
        absolutUri = rest.ToString();
        return ok;
    }

    public static bool TryParse(ReadOnlySpan<char> span, out Address address) => TryParse(span, out address, out _);

    /// <param name="span">The text.</param>
    /// <param name="address">The address in front, null if there is none.</param>
    /// <param name="absolutUri">What follows the address, from its first slash on; <c>/</c> if nothing does.</param>
    public static bool TryParse(ReadOnlySpan<char> span, out Address address, out ReadOnlySpan<char> absolutUri)
    {
        address = null;
        absolutUri = default;
        var scheme = span.IndexOf("://");
        if (scheme <= 0)
            return false;
        var authority = span[(scheme + 3)..];
        var slash = authority.IndexOf('/');
        absolutUri = slash < 0 ? "/" : authority[slash..];
        if (slash >= 0)
            authority = authority[..slash];
        var at = authority.IndexOf('@');
        var system = at < 0 ? authority : authority[..at];
        if (system.IsEmpty)
            return false;
        if (at < 0)
        {
            address = new Address(span[..scheme].ToString(), system.ToString());
            return true;
        }

        var colon = authority.LastIndexOf(':');
        if (colon <= at + 1 || !int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            return false;
        address = new Address(span[..scheme].ToString(), system.ToString(), authority[(at + 1)..colon].ToString(), port);
        return true;
    }

    private static int Compare(Address x, Address y)
    {
        if (ReferenceEquals(x, y))
            return 0;
        if (x is null)
            return -1;
        if (y is null)
            return 1;
        var order = string.CompareOrdinal(x.Protocol, y.Protocol);
        if (order == 0)
            order = string.CompareOrdinal(x.System, y.System);
        if (order == 0)
            order = string.CompareOrdinal(x.Host ?? "", y.Host ?? "");
        return order != 0 ? order : (x.Port ?? 0).CompareTo(y.Port ?? 0);
    }

    private string Format()
    {
        if (HasLocalScope)
            return $"{Protocol}://{System}";
        return Port is { } port ? $"{Protocol}://{System}@{Host}:{port}" : $"{Protocol}://{System}@{Host}";
    }

    public sealed class AddressSurrogate : ISurrogate
    {
        public string Protocol { get; set; }

        public string System { get; set; }

        public string Host { get; set; }

        public int? Port { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
