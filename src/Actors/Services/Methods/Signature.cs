using System.Reflection;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>What a method or a constructor takes: the parameters its callers give, and those that are given for them.</summary>
internal sealed class Signature
{
    private readonly int _count;
    private readonly int[] _cancellations;

    private Signature(string name, int count, IReadOnlyList<Parameter> parameters, int[] cancellations)
    {
        (Name, _count, Parameters, _cancellations) = (name, count, parameters, cancellations);
        IsPlain = parameters.All(parameter => parameter.Element == null);
    }

    public string Name { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>It has no <c>params</c> array.</summary>
    public bool IsPlain { get; }

    /// <summary>The signature, or why nobody can call it with JSON.</summary>
    public static (Signature? Signature, string? WhyNot) Of(MethodBase method, string name, JsonSerializerOptions options)
    {
        var annotations = new NullabilityInfoContext();
        var parameters = new List<Parameter>();
        var infos = method.GetParameters();
        foreach (var info in infos)
        {
            if (info.ParameterType == typeof(CancellationToken))
                continue;
            if (Callability.WhyNot(info, options) is { } why)
                return (null, why);
            parameters.Add(new Parameter(info, options, annotations));
        }

        var cancellations = infos.Where(info => info.ParameterType == typeof(CancellationToken)).Select(info => info.Position).ToArray();
        return (new Signature(name, infos.Length, parameters, cancellations), null);
    }

    /// <summary>Room for one value a parameter, injected ones included.</summary>
    public object?[] NewValues() => _count == 0 ? [] : new object?[_count];

    public void Inject(object?[] values, CancellationToken cancellation)
    {
        foreach (var position in _cancellations)
            values[position] = cancellation;
    }

    public override string ToString() =>
        $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Element != null ? $"{parameter.TypeText[..^2]} ...{parameter.Name}" : $"{parameter.TypeText} {parameter.Name}"))})";
}
