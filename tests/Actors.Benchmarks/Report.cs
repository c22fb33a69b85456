using System.Globalization;
using System.Text.Json;

namespace Actors.Benchmarks;

/// <summary>Prints rows as they come: a Markdown table, or with <c>--json</c> one document a line.</summary>
internal sealed class Report(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Begin()
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { machine = Machine.Name, load = Machine.Load }, Json));
            return;
        }

        output.WriteLine($"{Machine.Name}; load average {Machine.Load}\n");
        output.WriteLine("| what | median | min | max | unit | p50 ms | p99 ms | CPU us each |");
        output.WriteLine("|---|---:|---:|---:|---|---:|---:|---:|");
    }

    public void Add(Row row)
    {
        output.WriteLine(json
            ? JsonSerializer.Serialize(row, Json)
            : $"| {row.What} | {Text(row.Median)} | {Text(row.Min)} | {Text(row.Max)} | {row.Unit} | {Text(row.P50Milliseconds)} | {Text(row.P99Milliseconds)} | {Text(row.CpuMicroseconds)} |");
        output.Flush();
    }

    private static string Text(double? figure) => figure switch
    {
        null => "",
        >= 100 => figure.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => figure.Value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
