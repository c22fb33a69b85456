using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Actors.Services.Methods;

namespace Actors.Futures.Library;

/// <summary>
/// The marked functions of assemblies that the worker's program has loaded, or that its operator listed. A name from a client loads nothing: it is compared with
/// what is there.
/// </summary>
internal sealed class SharedFunctions
{
    // Names come from clients: what was not found is not remembered.
    private readonly ConcurrentDictionary<string, SharedFunction> _found = [];

    /// <param name="listed">Simple names of assemblies beside the program, or paths of files; they are loaded now.</param>
    /// <exception cref="ActorsException">invalid: one of them cannot be loaded.</exception>
    public SharedFunctions(IEnumerable<string> listed)
    {
        foreach (var assembly in listed)
            Load(assembly);
    }

    /// <param name="name">Whatever build of its assembly it means.</param>
    /// <param name="whyNot">When it is null.</param>
    /// <exception cref="ActorsException">no-such-method: it cannot be called with JSON.</exception>
    public SharedFunction? Find(FunctionName name, out string whyNot)
    {
        whyNot = "";
        var text = FunctionNames.Text(name);
        if (_found.TryGetValue(text, out var known))
            return known;
        whyNot = "its assembly is neither loaded nor listed (actors.futures.assemblies) nor deployed (Futures.DeployAsync)";
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic && assembly.GetName().Name == name.Assembly))
        {
            if (FunctionNames.FindIn(assembly, name, out whyNot) is { } group)
                return _found[text] = new SharedFunction(group, assembly.ManifestModule.ModuleVersionId);
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

/// <summary>A function that the worker's program has.</summary>
internal sealed record SharedFunction(MethodGroup Group, Guid ModuleVersion)
{
    /// <summary>Older callers name no build.</summary>
    public bool IsOfBuild(FunctionName name) => name.ModuleVersion.IsEmpty || (name.ModuleVersion.Length == 16 && new Guid(name.ModuleVersion.Span) == ModuleVersion);
}
