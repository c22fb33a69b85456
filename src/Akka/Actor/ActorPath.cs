#nullable disable annotations
using System.Globalization;
using System.Text;
using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// The place of an actor in its system's tree, such as <c>akka://sys/user/a/b</c>. The uid tells incarnations of one path apart; it counts
/// neither for equality nor for order.
/// </summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    /// <summary>What a name may hold beside letters, digits and %XX.</summary>
    public const string ValidSymbols = @"""-_.*$+:@&=,!~';()";

    private readonly ActorPath _parent;

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Name = name;
        Uid = uid;
        Address = parentPath.Address;
    }

    public string Name { get; }

    /// <summary>0 when the incarnation is not known.</summary>
    public long Uid { get; }

    public Address Address { get; }

    /// <summary>The root's parent is the root.</summary>
    public ActorPath Parent => _parent ?? this;

    public int Depth
    {
        get
        {
            var depth = 0;
            for (var p = _parent; p is not null; p = p._parent)
                depth++;
            return depth;
        }
    }

    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path._parent is not null)
                path = path._parent;
            return path;
        }
    }

    /// <summary>Names from below the root to this path.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            var path = this;
            for (var i = elements.Length - 1; i >= 0; i--, path = path._parent)
                elements[i] = path.Name;
            return elements;
        }
    }

    public ActorPath ParentOf(int depth)
    {
        var path = this;
        for (var up = depth >= 0 ? Depth - depth : -depth; up > 0 && path._parent is not null; up--)
            path = path._parent;
        return path;
    }

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid) => uid == Uid ? this : _parent is null ? new RootActorPath(Address, Name) : new ChildActorPath(_parent, Name, uid);

    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#');
        return hash < 0
            ? new ChildActorPath(path, name, 0)
            : new ChildActorPath(path, name[..hash], long.Parse(name.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
    {
        foreach (var element in name)
            if (element.Length > 0)
                path /= element;
        return path;
    }

    public bool Equals(ActorPath other)
    {
        if (other is null)
            return false;
        var (a, b) = (this, other);
        while (!ReferenceEquals(a, b))
        {
            if (!string.Equals(a.Name, b.Name))
                return false;
            if (a._parent is null || b._parent is null)
                return a._parent is null && b._parent is null && a.Address == b.Address;
            (a, b) = (a._parent, b._parent);
        }
        return true;
    }

    public override bool Equals(object obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var path = this; path is not null; path = path._parent)
            hash.Add(path.Name);
        hash.Add(Address);
        return hash.ToHashCode();
    }

    public int CompareTo(ActorPath other)
    {
        if (ReferenceEquals(this, other))
            return 0;
        if (other is null)
            return 1;
        var order = Address.Comparer.Compare(Address, other.Address);
        if (order != 0)
            return order;
        var (mine, theirs) = (Elements, other.Elements);
        for (var i = 0; i < Math.Min(mine.Count, theirs.Count) && order == 0; i++)
            order = string.CompareOrdinal(mine[i], theirs[i]);
        return order != 0 ? order : mine.Count.CompareTo(theirs.Count);
    }

    public static bool operator ==(ActorPath left, ActorPath right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);

    public override string ToString() => Append(new StringBuilder(Address.ToString())).ToString();

    public string ToStringWithoutAddress() => Append(new StringBuilder()).ToString();

    public string ToStringWithAddress() => ToString();

    /// <summary>Uses the given address where this path has no host of its own.</summary>
    public string ToStringWithAddress(Address address) => Append(new StringBuilder(AddressOr(address).ToString())).ToString();

    public string ToStringWithUid() => AppendUid(Append(new StringBuilder(Address.ToString()))).ToString();

    public string ToSerializationFormat() => ToStringWithUid();

    /// <summary>The text that reaches this very incarnation from another node.</summary>
    public string ToSerializationFormatWithAddress(Address address) => AppendUid(Append(new StringBuilder(AddressOr(address).ToString()))).ToString();

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    /// <summary>A name is not empty, does not start with $ and holds only letters, digits, %XX and <see cref="ValidSymbols"/>.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c))
                continue;
            if (c == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]))
                i += 2;
            else
                return false;
        }
        return true;
    }

    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    /// <exception cref="UriFormatException">Not a path with an address.</exception>
    public static ActorPath Parse(string path) => TryParse(path, out var result)
        ? result
        : throw new UriFormatException($"'{path}' is not an actor path: expected protocol://system[@host:port]/element/...");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        return path is not null && Address.TryParse(path.AsSpan(), out var address, out var rest) && TryParse(new RootActorPath(address), rest, out actorPath);
    }

    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath) => TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath;
        var uid = 0L;
        var hash = absoluteUri.IndexOf('#');
        if (hash >= 0)
        {
            if (!long.TryParse(absoluteUri[(hash + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid))
                return false;
            absoluteUri = absoluteUri[..hash];
        }
        foreach (var range in absoluteUri.Split('/'))
            if (!absoluteUri[range].IsEmpty)
                actorPath = new ChildActorPath(actorPath, absoluteUri[range].ToString(), 0);
        if (uid != 0)
            actorPath = actorPath.WithUid(uid);
        return true;
    }

    public static bool TryParseAddress(string path, out Address address) => Address.TryParse(path.AsSpan(), out address);

    public static bool TryParseAddress(string path, out Address address, out ReadOnlySpan<char> absoluteUri) =>
        Address.TryParse(path.AsSpan(), out address, out absoluteUri);

    /// <summary>Splits text into its address part and the rest from the first slash on.</summary>
    public static bool TryParseParts(ReadOnlySpan<char> path, out ReadOnlySpan<char> address, out ReadOnlySpan<char> absoluteUri)
    {
        address = absoluteUri = default;
        var scheme = path.IndexOf("://");
        if (scheme <= 0)
            return false;
        var slash = path[(scheme + 3)..].IndexOf('/');
        address = slash < 0 ? path : path[..(scheme + 3 + slash)];
        absoluteUri = slash < 0 ? "/" : path[(scheme + 3 + slash)..];
        return true;
    }

    private Address AddressOr(Address address) => Address.HasGlobalScope || address is null ? Address : address;

    private StringBuilder Append(StringBuilder text)
    {
        if (_parent is null)
            return text.Append('/').Append(Name);
        if (_parent._parent is not null)
            _parent.Append(text);
        return text.Append('/').Append(Name);
    }

    private StringBuilder AppendUid(StringBuilder text) => Uid == 0 ? text : text.Append('#').Append(Uid);

    public sealed class Surrogate : ISurrogate, IEquatable<Surrogate>, IEquatable<ActorPath>
    {
        public Surrogate(string path) => Path = path;

        public string Path { get; }

        public ISurrogated FromSurrogate(ActorSystem system) => TryParse(Path, out var path) ? path : null;

        public bool Equals(Surrogate other) => other is not null && string.Equals(Path, other.Path);

        public bool Equals(ActorPath other) => other is not null && Equals(other.ToSurrogate(null));

        public override bool Equals(object obj) => Equals(obj as Surrogate);

        public override int GetHashCode() => Path.GetHashCode();
    }
}

/// <summary>The root of an actor system's tree.</summary>
public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "") : base(address, name) { }
}

/// <summary>Any path below the root.</summary>
public sealed class ChildActorPath : ActorPath
{
    public ChildActorPath(ActorPath parentPath, string name, long uid) : base(parentPath, name, uid) { }
}
