using System.Reflection;

namespace Actors.Futures.Library;

/// <summary>One build of an assembly with functions: two versions of it live side by side.</summary>
internal readonly record struct FunctionBuild(string Assembly, Guid ModuleVersion)
{
    private const int MaxNameLength = 500;

    /// <summary>Of the objects that say what is deployed: a <see cref="FunctionsDocument"/> each, the youngest counts.</summary>
    public string ObjectName => $"functions/{Assembly}/{ModuleVersion:n}";

    public static FunctionBuild Of(Assembly assembly) => new(assembly.GetName().Name ?? "", assembly.ManifestModule.ModuleVersionId);

    /// <summary>Null: the caller says nothing of its build, or nonsense.</summary>
    public static FunctionBuild? Of(FunctionName name) =>
        name.ModuleVersion.Length == 16 && name.Assembly.Length is > 0 and <= MaxNameLength ? new FunctionBuild(name.Assembly, new Guid(name.ModuleVersion.Span)) : null;
}
