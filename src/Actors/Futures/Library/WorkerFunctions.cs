namespace Actors.Futures.Library;

/// <summary>
/// The functions of a worker: of the caller's own build of an assembly where there is one, loaded with the program or deployed; otherwise of the build that the program has loaded.
/// </summary>
internal sealed class WorkerFunctions(SharedFunctions shared, DeployedFunctions deployed) : IFunctions
{
    public async ValueTask<FunctionUse> FindAsync(FunctionName name)
    {
        var known = shared.Find(name, out var whyNot);
        if (known is not null && known.IsOfBuild(name))
            return new FunctionUse(known.Group);
        if (await deployed.FindAsync(name).ConfigureAwait(false) is { } use)
            return use;
        return known is not null && !name.Deployed
            ? new FunctionUse(known.Group)
            : throw new ActorsException(ErrorCodes.NoSuchMethod, $"there is no function {FunctionNames.Text(name)} on this worker: {(known is null ? whyNot : "its program has another build of it, and the caller's is not deployed any more")}");
    }
}
