namespace Actors.Services;

/// <summary>
/// Limits how many calls run at once, how many start in a second, or both; over all calls, or over those with the same value of one parameter.
/// On a class it holds for each of its methods that has the parameter. It may be given more than once.
/// </summary>
/// <example><code>[CallLimit(MaxRunning = 2, MaxPerSecond = 10, Key = "customer")]</code></example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class CallLimitAttribute : Attribute
{
    /// <summary>0: any number.</summary>
    public int MaxRunning { get; set; }

    /// <summary>0: any number.</summary>
    public double MaxPerSecond { get; set; }

    /// <summary>A parameter's name; null: one limit for all calls.</summary>
    public string? Key { get; set; }
}
