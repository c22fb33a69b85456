using System.Reflection;
using Actors.Services.Methods;

namespace Actors.Services.Deployment;

/// <summary>An assembly with classes to be served, loaded with its dependencies in a context of its own. Who uses its types keeps this, too, if it is collectible.</summary>
internal sealed class ServiceAssembly
{
    private readonly string _file;
    private readonly Assembly _assembly;

    // A collectible context that nobody knows begins to unload when memory is collected, though its types are in use: from then on it loads nothing that they need.
    private readonly AssemblyContext _context;

    private ServiceAssembly(string file, AssemblyContext context, Assembly assembly) => (_file, _context, _assembly) = (file, context, assembly);

    /// <summary>To be used only as long as this is kept.</summary>
    public Assembly Assembly => _assembly;

    /// <summary>What its maker calls this version: of <c>1.2.0-beta+0a1b2c</c>, what stands before the plus sign.</summary>
    public string Version => _assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? _assembly.GetName().Version?.ToString() ?? "";

    /// <exception cref="ActorsException">invalid: there is no such file, or it is no assembly of .NET that could be loaded.</exception>
    public static ServiceAssembly Load(string file, bool isCollectible = false)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new ActorsException(ErrorCodes.Invalid, $"the file '{file}' does not exist");
        AssemblyLook.CheckIs(file);
        try
        {
            var context = new AssemblyContext(path, isCollectible);
            return new ServiceAssembly(file, context, context.LoadFromAssemblyPath(path));
        }
        catch (Exception failure) when (failure is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException or System.Security.SecurityException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"'{file}' cannot be loaded: {failure.Message}", failure);
        }
    }

    /// <summary>A class by its full name, or by its short one if no other has it. What its members need has been found too.</summary>
    /// <exception cref="ActorsException">invalid: there is no such class, or something that it needs is missing.</exception>
    public Type TypeOf(string name)
    {
        try
        {
            var type = _assembly.GetType(name) ?? Called(name);
            if (WhyNoObjects(type.IsInterface, type.IsAbstract, type.IsSealed) is { } why)
                throw new ActorsException(ErrorCodes.Invalid, $"{name} {why}");
            _ = MethodTable.Of(type);
            if (type.IsClass)
                _ = InstanceMaker.Of(type);
            return type;
        }
        catch (Exception failure) when (IsMissingSomething(failure))
        {
            throw new ActorsException(ErrorCodes.Invalid, $"{name} cannot be used: {failure.Message} It is looked for beside '{_file}'", failure);
        }
    }

    /// <summary>Only begins it: the context goes when nothing of it is used any more.</summary>
    public void Unload() => _context.Unload();

    private static bool IsMissingSomething(Exception failure) =>
        failure is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or MissingMemberException;

    private Type Called(string name)
    {
        var (classes, others, failure) = Classes();
        var alike = classes.Where(type => type.Name == name).ToList();
        if (alike.Count > 1)
            throw new ActorsException(ErrorCodes.Invalid, $"'{_file}' has several classes called {name}: {string.Join(", ", alike.Select(type => type.FullName))}");
        if (alike.Count == 1 || (alike = [.. others.Where(type => type.Name == name)]).Count == 1)
            return alike[0];
        var known = Suggestion.For(name, classes.Select(type => type.FullName!).Order(StringComparer.Ordinal));
        throw new ActorsException(
            ErrorCodes.Invalid,
            failure is null ? $"'{_file}' has no class {Quote.Name(name)}; {known}" : $"'{_file}' has no class {Quote.Name(name)} that can be loaded: {failure.Message} {known}",
            failure);
    }

    /// <summary>Null: there can be objects of it.</summary>
    public static string? WhyNoObjects(bool isInterface, bool isAbstract, bool isSealed)
    {
        if (!isInterface && !isAbstract)
            return null;
        return isAbstract && isSealed
            ? "is static, and what is served is an object: have it be a class with a public constructor"
            : $"is {(isInterface ? "an interface" : "abstract")}, and what is served is an object: name a class that {(isInterface ? "implements" : "derives from")} it";
    }

    /// <summary>The public ones that can be loaded and made, the others that have a name, and why one could not be loaded.</summary>
    private (IReadOnlyList<Type> Classes, IReadOnlyList<Type> Others, Exception? Failure) Classes()
    {
        Type?[] types;
        Exception? failure = null;
        try
        {
            types = _assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            (types, failure) = (some.Types, some.LoaderExceptions.OfType<Exception>().FirstOrDefault());
        }

        var offered = types.OfType<Type>().ToLookup(type => type is { IsClass: true, IsVisible: true, IsAbstract: false });
        return ([.. offered[true]], [.. offered[false].Where(type => type is { IsVisible: true, IsAbstract: true })], failure);
    }
}
