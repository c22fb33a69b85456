using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Actors.Services;
using Actors.Services.Methods;

namespace Actors.Futures.Library;

/// <summary>
/// The marked functions of assemblies that the worker's program has loaded, or that its operator listed. A name from a client loads nothing: it is compared with
/// what is there.
/// </summary>
internal sealed class SharedFunctions : IFunctions
{
    // Names come from clients: what was not found is not remembered.
    private readonly ConcurrentDictionary<FunctionName, MethodGroup> _found = [];

    /// <param name="listed">Simple names of assemblies beside the program, or paths of files; they are loaded now.</param>
    /// <exception cref="ActorsException">invalid: one of them cannot be loaded.</exception>
    public SharedFunctions(IEnumerable<string> listed)
    {
        foreach (var assembly in listed)
            Load(assembly);
    }

    public MethodGroup Find(FunctionName name)
    {
        if (_found.TryGetValue(name, out var known))
            return known;
        var method = MethodOf(name) ?? throw new ActorsException(
            ErrorCodes.NoSuchMethod,
            $"there is no function {FunctionNames.Text(name)} on this worker: its assembly is not loaded or listed (actors.futures.assemblies), it is no public static method, or it is not marked [Functions]");
        var (description, callable) = MethodFinder.Describe(method, method.DeclaringType!, ServiceJson.For(method.DeclaringType!));
        if (callable is null)
            throw new ActorsException(ErrorCodes.NoSuchMethod, $"{FunctionNames.Text(name)} cannot be called: {description.NotCallable}");
        return _found[name.Clone()] = new MethodGroup(method.Name, [callable]);
    }

    private static MethodInfo? MethodOf(FunctionName name)
    {
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic && assembly.GetName().Name == name.Assembly))
        {
            // Of this assembly alone: a name that could lead elsewhere (Type, Assembly; List`1[[...]]) finds nothing.
            var type = name.Type.AsSpan().ContainsAny(',', '[') ? null : assembly.GetType(name.Type);
            if (type is null || !type.IsVisible || type.ContainsGenericParameters || type.Assembly != assembly || !FunctionNames.IsMarked(type))
                continue;
            var methods = MethodFinder.Find(type, isStatic: true).Where(method => method.DeclaringType == type && method.Name == name.Method);
            if (methods.FirstOrDefault(method => FunctionNames.ParametersOf(method).SequenceEqual(name.Parameters)) is { } found)
                return found;
        }

        return null;
    }

    private static void Load(string assembly)
    {
        try
        {
            if (Path.IsPathFullyQualified(assembly))
                AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly);
            else
                AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(assembly));
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException or ArgumentException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"actors.futures.assemblies: {assembly} cannot be loaded: {failure.Message}", failure);
        }
    }
}
