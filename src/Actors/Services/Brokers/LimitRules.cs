using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Services.Brokers;

/// <summary>
/// What a service declares of its methods, as its broker needs it: which calls are under which limits, how long they may take, whether they may run twice. Limits have names that
/// mean the same at every broker: what a host holds counts for them at the next broker too.
/// </summary>
internal sealed class LimitRules
{
    private const string All = "s";
    private const string PerKey = "k:";
    private const string OfMethod = "m:";
    private const int MaxKeyLength = 64;
    private static readonly string[] None = [];

    private readonly ServiceShape _shape;
    private readonly Dictionary<string, MethodRule> _methods = new(StringComparer.OrdinalIgnoreCase);
    private readonly LimitTerms _all;
    private readonly LimitTerms _perKey;

    public LimitRules(ServiceShape shape)
    {
        _shape = shape;
        _all = new LimitTerms(Math.Max(0, shape.MaxRunning), Math.Max(0, shape.MaxPerSecond));
        _perKey = new LimitTerms(Math.Max(0, shape.MaxRunningPerKey), Math.Max(0, shape.MaxPerSecondPerKey));
        foreach (var method in shape.Methods)
            Add(method.Name, method);
        // As callers may write it, where no other method has that name.
        foreach (var method in shape.Methods.Where(method => method.Name.EndsWith("Async", StringComparison.OrdinalIgnoreCase)))
        {
            if (!shape.Methods.Any(other => IsAlike(other.Name, method.Name[..^5])))
                Add(method.Name[..^5], method);
        }

        HasLimits = !_all.IsNone || !_perKey.IsNone || _methods.Values.Any(rule => rule.Limits.Count > 0);
    }

    public bool HasLimits { get; }

    public bool IsRepeatable(string method) => _methods.TryGetValue(method, out var rule) && rule.IsRepeatable;

    /// <summary>It gives no single value.</summary>
    public bool IsStream(string method) => _methods.TryGetValue(method, out var rule) && rule.IsStream;

    /// <summary>Zero: it does not say.</summary>
    public TimeSpan TimeoutOf(string method) => _methods.TryGetValue(method, out var rule) ? rule.Timeout : TimeSpan.Zero;

    /// <summary>The names of the limits that a call is under.</summary>
    public IReadOnlyList<string> LimitsOf(ServiceCall call)
    {
        _methods.TryGetValue(call.Method, out var rule);
        if (rule is not { Limits.Count: > 0 } && _perKey.IsNone)
            return _all.IsNone ? None : [All];
        var names = new List<string>();
        if (!_all.IsNone)
            names.Add(All);
        if (!_perKey.IsNone && call.LimitKey.Length > 0)
            names.Add(PerKey + Short(call.LimitKey));
        for (var i = 0; i < (rule?.Limits.Count ?? 0); i++)
        {
            var limit = rule!.Limits[i];
            var name = $"{OfMethod}{rule.Name}:{i.ToString(CultureInfo.InvariantCulture)}";
            if (limit.Key.Length == 0)
                names.Add(name);
            else if (ArgumentText.Find(call, limit.Key, limit.Position) is { } value)
                names.Add($"{name}:{Short(value)}");
        }

        return names;
    }

    /// <summary>Of a limit by its name, also one that another version of the service had: no limit, then.</summary>
    public LimitTerms TermsOf(string name)
    {
        if (name == All)
            return _all;
        if (name.StartsWith(PerKey, StringComparison.Ordinal))
            return _perKey;
        var parts = name.Split(':', 4);
        return parts.Length >= 3 && _methods.TryGetValue(parts[1], out var rule) && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var index) && index >= 0 && index < rule.Limits.Count
            ? new LimitTerms(Math.Max(0, rule.Limits[index].MaxRunning), Math.Max(0, rule.Limits[index].MaxPerSecond))
            : default;
    }

    public override bool Equals(object? obj) => obj is LimitRules other && _shape.Equals(other._shape);

    public override int GetHashCode() => _shape.GetHashCode();

    private static bool IsAlike(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // Two methods whose names differ by case only: what one may not do, a call by that name may not.
    private void Add(string name, MethodShape method)
    {
        var rule = new MethodRule(method.Name, method.AtLeastOnce, method.Streams, TimeSpan.FromMilliseconds(WireTimes.Within(method.TimeoutMs)), method.Limits);
        if (_methods.TryGetValue(name, out var other))
            rule = rule with { IsRepeatable = rule.IsRepeatable && other.IsRepeatable, IsStream = rule.IsStream && other.IsStream };
        _methods[name] = rule;
    }

    private static string Short(string key) => key.Length <= MaxKeyLength ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed record MethodRule(string Name, bool IsRepeatable, bool IsStream, TimeSpan Timeout, IReadOnlyList<LimitShape> Limits);
}
