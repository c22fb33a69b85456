using System.Globalization;
using Actors.Services;

namespace Actors.Cluster.Tests.Storm;

/// <summary>Served in processes that are killed: it writes down what ran, so that what ran twice is seen afterwards.</summary>
/// <param name="folder">Each process has a file of its own there.</param>
public sealed class StormService(string folder)
{
    private readonly StreamWriter _log = new(Path.Combine(folder, $"ran-{Environment.ProcessId}.log"), append: true) { AutoFlush = true };

    /// <summary>At most once, as nothing else is declared.</summary>
    public int Once(int number) => Write(number);

    [CallGuarantee(Guarantee.AtLeastOnce)]
    public int Again(int number) => Write(number);

    /// <summary>Takes longer than anyone waits.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        Write(-1);
        await Task.Delay(Timeout.Infinite, cancel);
    }

    /// <summary>The numbers that ran, in all processes, as often as they did.</summary>
    public static IReadOnlyList<int> Ran(string folder) =>
        [.. Directory.GetFiles(folder, "ran-*.log").SelectMany(File.ReadLines).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    private int Write(int number)
    {
        lock (_log)
            _log.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        return number;
    }
}
