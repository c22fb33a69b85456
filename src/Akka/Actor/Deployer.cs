#nullable disable annotations
using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Finds the deployment of a path below <c>/user</c>; a path element of the configuration may be <c>*</c>.</summary>
public class Deployer
{
    private readonly ConcurrentDictionary<string, Deploy> _exact = new();
    private readonly List<(string[] Pattern, Deploy Deploy)> _patterns = [];
    // Bit n: there are deployments of n path elements; the last bit stands for all longer ones.
    private long _depths;

    protected readonly Config Default;

    public Deployer(Settings settings)
    {
        var deployment = settings.Config.GetConfig("akka.actor.deployment");
        Default = deployment?.GetConfig("default") ?? ConfigurationFactory.Empty;
        if (deployment is null)
            return;
        foreach (var (path, _) in deployment.AsEnumerable())
            if (path != "default")
                SetDeploy(ParseConfig(path, deployment.GetConfig($"\"{path}\"")));
    }

    /// <summary>Asked for every new actor, so it must cost nothing.</summary>
    internal bool IsEmpty => Volatile.Read(ref _depths) == 0;

    /// <returns>Null if nothing is configured for the path.</returns>
    public Deploy Lookup(ActorPath path)
    {
        // One deployment must not slow down the creation of all other actors: most are ruled out before any string is made.
        if ((Volatile.Read(ref _depths) & DepthBit(path.Depth - 1)) == 0)
            return null;
        return path.Elements is { Count: > 1 } elements && elements[0] == "user" ? Lookup(elements.Skip(1)) : null;
    }

    public Deploy Lookup(IEnumerable<string> path)
    {
        var elements = path.ToArray();
        if (_exact.TryGetValue(string.Join('/', elements), out var exact))
            return exact;
        lock (_patterns) // guards the list: deployments may be set while actors are made
            foreach (var (pattern, deploy) in _patterns)
                if (pattern.Length == elements.Length && pattern.Zip(elements).All(pair => WildcardMatch.Like(pair.Second, pair.First)))
                    return deploy;
        return null;
    }

    public void SetDeploy(Deploy deploy)
    {
        var path = deploy.Path.Trim('/');
        var elements = path.Split('/');
        foreach (var element in elements)
            if (element.Length == 0)
                throw new IllegalActorNameException($"Deployment path '{deploy.Path}' has an empty element");
        if (!path.Contains('*'))
            _exact[path] = deploy;
        else
            lock (_patterns)
                _patterns.Add((elements, deploy));
        Interlocked.Or(ref _depths, DepthBit(elements.Length));
    }

    private static long DepthBit(int depth) => 1L << Math.Clamp(depth, 0, 63);

    public virtual Deploy ParseConfig(string key, Config config)
    {
        var merged = config.WithFallback(Default);
        return new Deploy(key, merged, Deploy.NoScopeGiven, merged.GetString("dispatcher", ""), merged.GetString("mailbox", ""),
            merged.GetInt("stash-capacity", Deploy.NoStashSize));
    }
}
