using System.Text.Json;

namespace Actors.Cluster.Tests.Processes;

/// <summary>How one command ended.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>The document on stdout of a command that was given <c>--json</c> and did its work.</summary>
    public JsonElement Json()
    {
        Expect(0);
        return JsonDocument.Parse(Output).RootElement.Clone();
    }

    public CommandResult Expect(int exitCode) => ExitCode == exitCode
        ? this
        : throw new Xunit.Sdk.XunitException($"{Command}: exit code {ExitCode}, expected {exitCode}. Output:\n{Output}\nErrors:\n{Errors}");
}
