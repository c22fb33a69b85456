using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>How given arguments lie on the parameters of one signature.</summary>
internal sealed class Fit
{
    private readonly Signature _signature;
    private readonly object?[] _values;

    /// <summary>Which parameter each given argument is for.</summary>
    private readonly Parameter[] _parameters;

    /// <summary>From here on the given arguments are elements of the <c>params</c> array; -1: none are.</summary>
    private readonly int _variadicFrom;

    private Fit(Signature signature, Parameter[] parameters, int variadicFrom)
    {
        (_signature, _parameters, _variadicFrom) = (signature, parameters, variadicFrom);
        _values = signature.NewValues();
    }

    public Signature Signature => _signature;

    public object?[] Values => _values;

    public bool IsExpanded => _variadicFrom >= 0;

    public int Defaults => _signature.Parameters.Count - _parameters.Distinct().Count();

    public bool IsNatural { get; private set; } = true;

    /// <summary>The type that the argument at this place is read as.</summary>
    public Type TypeAt(int index) => IsVariadic(index) ? _parameters[index].Element! : _parameters[index].Type;

    /// <summary>Lays the arguments on the parameters by place and by name. A <c>params</c> array may be given whole or element by element: two fits.</summary>
    public static IEnumerable<Fit> Of(Signature signature, List<Given> given, Action<string> refuse)
    {
        var positional = given.FindIndex(argument => argument.Name != null) is >= 0 and var first ? first : given.Count;
        var last = signature.Parameters.Count - 1;
        if (last >= 0 && signature.Parameters[last].Element != null && positional > last)
        {
            if (positional == last + 1 && (signature.Parameters[last].Value.IsPossible(given[last].Kind) || given[last].Value is Array) && Lay(signature, given, positional, -1, refuse) is { } whole)
                yield return whole;
            if (Lay(signature, given, positional, last, refuse) is { } expanded)
                yield return expanded;
        }
        else if (Lay(signature, given, positional, -1, refuse) is { } fit)
        {
            yield return fit;
        }
    }

    private static Fit? Lay(Signature signature, List<Given> given, int positional, int variadicFrom, Action<string> refuse)
    {
        var parameters = new Parameter[given.Count];
        if (variadicFrom < 0 && positional > signature.Parameters.Count)
        {
            refuse($"{signature} takes {Count(signature.Parameters.Count)}, and {positional} are given");
            return null;
        }

        for (var i = 0; i < given.Count; i++)
        {
            var parameter = i < positional ? signature.Parameters[Math.Min(i, signature.Parameters.Count - 1)] : Named(signature, given[i].Name!);
            if (parameter == null)
            {
                var meant = Suggestion.Meant(given[i].Name!, signature.Parameters.Select(known => known.Name));
                refuse($"{signature} has no parameter {Quote.Name(given[i].Name!)}{(meant == null ? "" : $"; did you mean '{meant}'?")}");
                return null;
            }

            if (i >= positional && parameters.AsSpan(0, i).Contains(parameter))
            {
                refuse($"argument '{parameter.Name}' of {signature} is given twice");
                return null;
            }

            parameters[i] = parameter;
        }

        if (signature.Parameters.FirstOrDefault(parameter => !parameter.IsOptional && !parameters.Contains(parameter)) is { } missing)
        {
            refuse($"argument '{missing.Name}' ({missing.TypeText}) of {signature} is missing{(missing.AllowsNull ? "; null says that there is none" : "")}");
            return null;
        }

        return new Fit(signature, parameters, variadicFrom);
    }

    /// <summary>Whether the kinds of the arguments are ones that the parameters are read from.</summary>
    public bool FitsKinds(List<Given> given, Action<string> refuse)
    {
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].Value is { } value && TypeAt(i).IsInstanceOfType(value))
                continue;
            var conversion = ConversionAt(i);
            IsNatural &= conversion.IsNatural(given[i]);
            if (conversion.IsPossible(given[i].Kind))
                continue;
            refuse(Mismatch(i, given[i]));
            return false;
        }

        return true;
    }

    /// <summary>Makes the values, defaults included.</summary>
    public bool Convert(List<Given> given, Action<string> refuse)
    {
        foreach (var parameter in _signature.Parameters)
            _values[parameter.Position] = parameter.Default;
        if (IsExpanded)
            _values[_parameters[_variadicFrom].Position] = Array.CreateInstance(_parameters[_variadicFrom].Element!, VariadicCount());
        for (var i = 0; i < given.Count; i++)
        {
            if (!ConvertOne(i, given[i], out var value, refuse))
                return false;
            if (IsVariadic(i))
                ((Array)_values[_parameters[i].Position]!).SetValue(value, i - _variadicFrom);
            else
                _values[_parameters[i].Position] = value;
        }

        return true;
    }

    private bool ConvertOne(int index, Given given, out object? value, Action<string> refuse)
    {
        value = given.Value;
        if (value != null && TypeAt(index).IsInstanceOfType(value))
            return true;
        try
        {
            var reader = new Utf8JsonReader(given.Json.Span, ServiceJson.Reading);
            reader.Read();
            return ConversionAt(index).TryRead(ref reader, out value);
        }
        catch (Exception refusal)
        {
            // The serializer's refusals and those of constructors and setters of the argument's own type alike: they are the caller's mistake.
            var (path, reason) = (JsonReason.Path(refusal), JsonReason.Of(refusal));
            refuse(Mismatch(index, given) + (reason.Length == 0 ? "" : $" ({reason})") + (path.Length == 0 ? "" : $" at {path}"));
            return false;
        }
    }

    private string Mismatch(int index, Given given) =>
        $"argument '{_parameters[index].Name}' of {_signature} must be {Methods.TypeText.Of(TypeAt(index))}, not {given}";

    private Conversion ConversionAt(int index) => IsVariadic(index) ? _parameters[index].Each! : _parameters[index].Value;

    private bool IsVariadic(int index) => IsExpanded && index >= _variadicFrom && _parameters[index].Element != null;

    private int VariadicCount() => _parameters.Skip(_variadicFrom).Count(parameter => parameter.Element != null);

    private static Parameter? Named(Signature signature, string name)
    {
        if (signature.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } exact)
            return exact;
        var alike = signature.Parameters.Where(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return alike.Length == 1 ? alike[0] : null;
    }

    private static string Count(int number) => number switch { 0 => "no arguments", 1 => "one argument", _ => $"{number} arguments" };
}
