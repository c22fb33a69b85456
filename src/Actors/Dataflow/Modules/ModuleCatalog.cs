using System.Collections.Immutable;
using System.Reflection;
using Actors.Services.Deployment;

namespace Actors.Dataflow.Modules;

/// <summary>The modules that flow files may name.</summary>
public sealed class ModuleCatalog
{
    private readonly ImmutableSortedDictionary<string, ModuleType> _byName;

    private ModuleCatalog(ImmutableSortedDictionary<string, ModuleType> byName) => _byName = byName;

    /// <summary>The product's own modules.</summary>
    public static ModuleCatalog BuiltIn { get; } = new ModuleCatalog(ImmutableSortedDictionary.Create<string, ModuleType>(StringComparer.Ordinal)).With(typeof(ModuleCatalog).Assembly);

    public IEnumerable<ModuleType> Modules => _byName.Values;

    /// <summary>This catalog and all public modules of an assembly.</summary>
    /// <exception cref="ArgumentException">Two modules have one name, or a class is not what a module has to be.</exception>
    public ModuleCatalog With(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(FlowModule)) && !type.IsAbstract && type.IsDefined(typeof(FlowModuleAttribute), inherit: false))
            .Aggregate(this, (catalog, type) => catalog.With(ModuleType.Of(type)));
    }

    /// <summary>This catalog and all public modules of an assembly's file; what they need is looked for beside it.</summary>
    /// <exception cref="ActorsException">It cannot be loaded, or its modules are not what they have to be.</exception>
    public ModuleCatalog With(string file)
    {
        try
        {
            return With(ServiceAssembly.Load(file).Assembly);
        }
        catch (ArgumentException failure)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"{file}: {failure.Message}", failure);
        }
    }

    /// <summary>This catalog and one more module.</summary>
    /// <exception cref="ArgumentException">There is one of its name.</exception>
    public ModuleCatalog With(ModuleType module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return _byName.TryGetValue(module.Name, out var known)
            ? throw new ArgumentException($"{module.Type} and {known.Type} are both called {module.Name}.", nameof(module))
            : new ModuleCatalog(_byName.Add(module.Name, module));
    }

    public ModuleType? Find(string name) => _byName.GetValueOrDefault(name);
}
