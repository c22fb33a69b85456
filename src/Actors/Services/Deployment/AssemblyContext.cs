using System.Reflection;
using System.Runtime.Loader;

namespace Actors.Services.Deployment;

/// <summary>
/// Where an assembly is loaded with what it brings along, so that it and the program may need different versions of one thing. The framework and this product are shared:
/// a type that both sides name must be one type.
/// </summary>
internal sealed class AssemblyContext : AssemblyLoadContext
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
    private static readonly HashSet<string> Product = FindProduct();

    private readonly AssemblyDependencyResolver _resolver;

    /// <param name="file">Full path of the assembly; its dependencies are found as its <c>.deps.json</c> says, or else beside it.</param>
    /// <param name="isCollectible">Whether it can be unloaded, which costs some speed.</param>
    /// <exception cref="InvalidOperationException">There is no such file, or its <c>.deps.json</c> is wrong.</exception>
    public AssemblyContext(string file, bool isCollectible)
        : base(Path.GetFileName(file), isCollectible) => _resolver = new AssemblyDependencyResolver(file);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || Product.Contains(name) || File.Exists(Path.Combine(Framework, name + ".dll")))
            return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    /// <summary>This library, and what is in its own public members.</summary>
    private static HashSet<string> FindProduct()
    {
        var self = typeof(AssemblyContext).Assembly;
        var named = self.GetReferencedAssemblies().Select(name => name.Name ?? "");
        return [.. named.Where(name => name == "Akka" || name.StartsWith("Akka.", StringComparison.Ordinal) || name == "Google.Protobuf"), self.GetName().Name!];
    }
}
