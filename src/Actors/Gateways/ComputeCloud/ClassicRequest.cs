using System.Collections.Immutable;

namespace Actors.Gateways.ComputeCloud;

/// <summary>One command of the text protocol, its fields decoded and checked for form.</summary>
internal abstract record ClassicRequest
{
    private ClassicRequest() { }

    /// <summary>ADD: upload a file.</summary>
    public sealed record AddObject(string Name, byte[] Content) : ClassicRequest;

    /// <summary>GET: the bytes of a complete object.</summary>
    public sealed record GetObject(uint Hash) : ClassicRequest;

    /// <summary>JADD: a python job over complete inputs.</summary>
    public sealed record AddJob(string Name, byte[] Source, string OutputName, ImmutableArray<uint> Inputs) : ClassicRequest;

    /// <summary>GETJ: a foreign runner takes a job.</summary>
    public sealed record TakeJob : ClassicRequest;

    /// <summary>UPD: a foreign runner brings a job's output and error text.</summary>
    public sealed record UpdateJob(uint Hash, byte[] Output, byte[] Errors) : ClassicRequest;

    /// <summary>HAVJ: is there a job to take?</summary>
    public sealed record HaveJob : ClassicRequest;

    /// <summary>GETS: the table of servers.</summary>
    public sealed record GetServers : ClassicRequest;

    public sealed record Stop : ClassicRequest;

    /// <summary>Answered NACK: unknown, malformed, or work between servers that the cluster does itself.</summary>
    public sealed record Refused(string Reason) : ClassicRequest;

    public static ClassicRequest Parse(string message)
    {
        var tokens = ClassicTokens.Split(message);
        if (tokens.Length == 0) return new Refused("no command");
        return (tokens[0], tokens.Length) switch
        {
            ("ADD", 3) => WithContent(tokens[2], bytes => new AddObject(tokens[1], bytes)),
            ("GET", 2) => WithHash(tokens[1], hash => new GetObject(hash)),
            ("JADD", >= 4) => Job(tokens),
            ("GETJ", 1) => new TakeJob(),
            ("UPD", 3 or 4) => Update(tokens),
            ("HAVJ", _) => new HaveJob(),
            ("GETS", 1) => new GetServers(),
            ("STOP", _) => new Stop(),
            ("BADD" or "SADD" or "SUCC", _) => new Refused($"{tokens[0]} is work between servers, which the cluster does itself"),
            ("ADD" or "GET" or "JADD" or "GETJ" or "UPD" or "GETS", var count) => new Refused($"{tokens[0]} with {count - 1} fields"),
            _ => new Refused("unknown command"),
        };
    }

    private static ClassicRequest Job(string[] tokens)
    {
        var inputs = ImmutableArray.CreateBuilder<uint>(tokens.Length - 4);
        foreach (var field in tokens.AsSpan(4))
        {
            if (!ClassicTokens.TryToHash(field, out var hash)) return new Refused("an input is not a hash of eight hex digits");
            inputs.Add(hash);
        }
        return WithContent(tokens[2], source => new AddJob(tokens[1], source, tokens[3], inputs.ToImmutable()));
    }

    // The README makes the error text optional, the code demanded it: both are served.
    private static ClassicRequest Update(string[] tokens) =>
        WithHash(tokens[1], hash => WithContent(tokens[2], output => WithContent(
            tokens.Length == 4 ? tokens[3] : ClassicTokens.Empty, errors => new UpdateJob(hash, output, errors))));

    private static ClassicRequest WithContent(string field, Func<byte[], ClassicRequest> then) =>
        ClassicTokens.TryToBytes(field, out var bytes) ? then(bytes) : new Refused("a field is not Base64");

    private static ClassicRequest WithHash(string field, Func<uint, ClassicRequest> then) =>
        ClassicTokens.TryToHash(field, out var hash) ? then(hash) : new Refused("not a hash of eight hex digits");
}
