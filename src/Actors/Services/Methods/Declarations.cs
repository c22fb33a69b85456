using System.Reflection;
using Akka.Configuration;

namespace Actors.Services.Methods;

/// <summary>Reads what a method's attributes declare.</summary>
internal static class Declarations
{
    public static TimeSpan? Timeout(MethodInfo method, Type type)
    {
        if (MethodFinder.On<CallTimeoutAttribute>(method, type) is not [var declared, ..])
            return null;
        try
        {
            var timeout = ConfigurationFactory.ParseString($"timeout = \"{declared.Timeout}\"").GetTimeSpan("timeout", allowInfinite: false);
            return timeout > TimeSpan.Zero ? timeout : throw new FormatException();
        }
        catch (Exception unreadable) when (unreadable is FormatException or ConfigurationException)
        {
            throw Wrong(method, $"[CallTimeout(\"{declared.Timeout}\")] is not a time above zero as \"10s\" or \"500ms\" is");
        }
    }

    public static IReadOnlyList<LimitDescription> Limits(MethodInfo method, Type type)
    {
        var own = method.IsDefined(typeof(CallLimitAttribute), true);
        var limits = new List<LimitDescription>();
        foreach (var limit in MethodFinder.On<CallLimitAttribute>(method, type))
        {
            if (limit.MaxRunning < 0 || !(limit.MaxPerSecond >= 0) || (limit.MaxRunning == 0 && limit.MaxPerSecond == 0))
                throw Wrong(method, "[CallLimit] needs a MaxRunning or a MaxPerSecond above zero");
            if (limit.Key == null || Array.Exists(method.GetParameters(), parameter => parameter.Name == limit.Key))
                limits.Add(new LimitDescription(limit.MaxRunning, limit.MaxPerSecond, limit.Key));
            else if (own)
                throw Wrong(method, $"[CallLimit] has the Key \"{limit.Key}\", which is none of its parameters");
        }

        return limits;
    }

    private static ActorsException Wrong(MethodInfo method, string what) => new(ErrorCodes.Invalid, $"{method.DeclaringType?.Name}.{method.Name}: {what}");
}
