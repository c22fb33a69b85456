using Actors.Services.Deployment;
using Actors.Services.Deployment.Packages;
using Actors.Services.Methods;
using Actors.Storage;

namespace Actors.Futures.Library;

/// <summary>One build of a deployed assembly, loaded in a context of its own that goes when it is deployed no more and no function of it runs. Safe for use by several threads.</summary>
internal sealed class LoadedFunctions
{
    private readonly Lock _gate = new(); // guards all below
    private readonly Dictionary<string, MethodGroup> _groups = [];
    private readonly PackageCache _packages;
    private ServiceAssembly? _assembly; // null once it has ended: who still knows this must not keep the context
    private int _uses;
    private bool _isEnding;

    private LoadedFunctions(ServiceAssembly assembly, PackageCache packages, Digest package) => (_assembly, _packages, Package) = (assembly, packages, package);

    public Digest Package { get; }

    /// <exception cref="ActorsException">The package cannot be had, or the assembly in it is not what it should be.</exception>
    public static async Task<LoadedFunctions> LoadAsync(FunctionBuild build, FunctionsDocument document, PackageCache packages)
    {
        var digest = Digest.FromBytes(document.Sha256.Span);
        var folder = await packages.TakeAsync(ObjectId.FromWire(document.Package), digest).ConfigureAwait(false);
        try
        {
            if (Path.GetFileName(document.File) != document.File)
                throw new ActorsException(ErrorCodes.Invalid, $"{build.ObjectName} names a file that is no plain one");
            var assembly = ServiceAssembly.Load(Path.Combine(folder, document.File), isCollectible: true);
            if (FunctionBuild.Of(assembly.Assembly) == build)
                return new LoadedFunctions(assembly, packages, digest);
            assembly.Unload();
            throw new ActorsException(ErrorCodes.Invalid, $"{document.File} in the package is not the build that it was deployed as: {build.ObjectName}");
        }
        catch
        {
            packages.Return(digest);
            throw;
        }
    }

    /// <returns>Null: it has ended.</returns>
    /// <exception cref="ActorsException">no-such-method.</exception>
    public FunctionUse? Use(FunctionName name)
    {
        lock (_gate)
        {
            if (_isEnding)
                return null;
            var text = FunctionNames.Text(name);
            if (!_groups.TryGetValue(text, out var group))
            {
                group = FunctionNames.FindIn(_assembly!.Assembly, name, out var whyNot) ?? throw new ActorsException(ErrorCodes.NoSuchMethod, $"there is no function {text}: {whyNot}");
                _groups.Add(text, group);
            }

            _uses++;
            return new FunctionUse(group, Release);
        }
    }

    /// <summary>No function of it begins any more; it is unloaded when those that run have ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnding = true;
            UnloadIfUnused();
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _uses--;
            UnloadIfUnused();
        }
    }

    private void UnloadIfUnused()
    {
        if (!_isEnding || _uses > 0 || _assembly is null)
            return;
        _groups.Clear();
        _assembly.Unload();
        _assembly = null;
        _packages.Return(Package);
    }
}
