using Actors.Internal;
using Actors.Services.Hosts;
using Actors.Services.Methods;

namespace Actors.Services.Deployment.Agents;

/// <summary>Objects of a class in an assembly of a package, in a load context of their own.</summary>
internal sealed class LoadedObjects
{
    private readonly ServiceAssembly _assembly;

    private LoadedObjects(ServiceAssembly assembly, IReadOnlyList<object> objects) => (_assembly, Objects) = (assembly, objects);

    public IReadOnlyList<object> Objects { get; }

    /// <summary>Runs constructors, which may do anything.</summary>
    /// <exception cref="ActorsException">The assembly does not load, it has no such class, or the constructor throws.</exception>
    public static LoadedObjects Make(string folder, DeploymentSpec spec)
    {
        var assembly = ServiceAssembly.Load(Path.Combine(folder, spec.Assembly), isCollectible: true);
        var made = new List<object>();
        try
        {
            var maker = InstanceMaker.Of(assembly.TypeOf(spec.Type));
            var arguments = new Arguments(spec.Arguments.Memory, spec.NamedArguments.Memory);
            for (var left = spec.IsPool ? spec.Concurrency : 1; left > 0; left--)
                made.Add(maker.Make(arguments));
            return new LoadedObjects(assembly, made);
        }
        catch (Exception failure) when (failure is not ActorsException)
        {
            GiveUp(assembly, made);
            throw new ActorsException(ErrorCodes.Failed, $"{spec.Type} of {spec.Assembly} cannot be made: {failure.GetType().Name}: {failure.Message}", failure);
        }
        catch
        {
            GiveUp(assembly, made);
            throw;
        }
    }

    /// <summary>Disposes of the objects that can be, which may take as long as they like, and begins the end of their context.</summary>
    public async Task EndAsync()
    {
        try
        {
            await (await OwnThread.RunAsync("deployment", () => Instances.DisposeAsync(Objects)).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _assembly.Unload();
        }
    }

    /// <summary>One of a pool cannot be made: those before it must not keep what they have opened, least of all when it is tried again and again.</summary>
    private static void GiveUp(ServiceAssembly assembly, List<object> made)
    {
        try
        {
            Instances.DisposeAsync(made).GetAwaiter().GetResult(); // on the thread that constructors may block, too
        }
        catch (Exception)
        {
            // Why they are given up says more.
        }
        finally
        {
            assembly.Unload();
        }
    }
}
