using System.Collections.Concurrent;
using Actors.Futures;

namespace Actors.Tests.Futures;

/// <summary>What the tests compute. The workers are in this process, so runs can be counted.</summary>
[Functions]
public static class Words
{
    public static ConcurrentDictionary<string, int> Runs { get; } = new();

    public static ConcurrentDictionary<string, TaskCompletionSource> Gates { get; } = new();

    public static ConcurrentDictionary<string, int> Waiting { get; } = new();

    public static int Count(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public static async Task<int> CountAsync(string text)
    {
        await Task.Yield();
        return Count(text);
    }

    public static int Sum(IReadOnlyList<int> numbers) => numbers.Sum();

    public static int SumAll(int[][] numbers) => numbers.Sum(row => row.Sum());

    public static int Increase(int number) => number + 1;

    public static int Add(int left, int right) => left + right;

    public static string Join(string a, string b, string c, string d) => $"{a} {b} {c} {d}";

    public static int Fail(string why) => throw new InvalidOperationException(why);

    public static string CountRuns(string key, int length)
    {
        Runs.AddOrUpdate(key, 1, (_, runs) => runs + 1);
        return new string('x', length);
    }

    public static string Twice(string text) => text + text;

    public static int Length(string text) => text.Length;

    public static async Task<string> WaitFor(string name)
    {
        await GateOf(name).Task;
        return name;
    }

    public static async Task<string> MakeWhenOpen(string gate, string key, int length)
    {
        Waiting.AddOrUpdate(gate, 1, (_, runs) => runs + 1);
        await WaitFor(gate);
        return CountRuns(key, length);
    }

    internal static void Open(string gate) => GateOf(gate).TrySetResult();

    internal static int Hidden(int number) => number;

    private static TaskCompletionSource GateOf(string name) => Gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Not marked.</summary>
public static class Unmarked
{
    public static int Increase(int number) => number + 1;
}
