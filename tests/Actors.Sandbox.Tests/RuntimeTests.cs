using Actors.Jobs;
using Actors.Jobs.Processes;
using Actors.Jobs.Runtimes;
using Actors.Jobs.Workers;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>Sources of each runtime, from the job to its outcome, in the strongest box that works here.</summary>
public sealed class RuntimeTests : IClassFixture<RuntimeTests.Bench>
{
    private readonly JobBench _bench;

    public RuntimeTests(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        _bench = bench.It;
    }

    [Fact]
    public async Task Csharp_reads_inputs_and_arguments_and_prints()
    {
        var outcome = await _bench.RunAsync(
            "csharp", "Console.WriteLine(Net.ReadLines(\"text\").Count() + int.Parse(args[0]));", inputs: [_bench.Put("text", "a\nb\nc\n")], arguments: ["39"]);

        Assert.Equal((JobVerdict.Ok, "42\n"), (outcome.Verdict, outcome.InlineOutput.ToStringUtf8()));
    }

    [Fact]
    public async Task Csharp_that_does_not_compile_says_where()
    {
        var outcome = await _bench.RunAsync("csharp", "Console.WriteLine(oops);");

        Assert.Equal(JobVerdict.Exit, outcome.Verdict);
        Assert.Contains("job.cs(1,19): error CS0103", outcome.Stderr.ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csharp_cannot_name_other_assemblies()
    {
        var outcome = await _bench.RunAsync("csharp", "#r \"/usr/lib/x.dll\"\nConsole.WriteLine(1);");

        Assert.Contains("CS7011", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_exit_code_1_and_memory_is_told_apart()
    {
        var limits = new JobLimits { MemoryBytes = 128L << 20, Wall = TimeSpan.FromSeconds(20) };
        var thrown = await _bench.RunAsync("csharp", "throw new InvalidOperationException(\"oh\");", limits);
        var hungry = await _bench.RunAsync("csharp", "var l = new List<byte[]>(); while (true) { var b = new byte[1 << 20]; Array.Fill(b, (byte)1); l.Add(b); }", limits);

        Assert.Equal((JobVerdict.Exit, 1), (thrown.Verdict, thrown.ExitCode));
        Assert.Equal(JobVerdict.Memory, hungry.Verdict);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_compiles_spoils_nothing_for_the_next()
    {
        var source = $"Console.WriteLine(\"{Guid.NewGuid():N}\".Length);";
        using var order = new BoxOrder();
        var first = _bench.RunAsync("csharp", source, order: order);
        var second = _bench.RunAsync("csharp", source);
        order.Kill("no longer wanted");

        Assert.Equal((JobVerdict.Cancelled, "no longer wanted"), ((await first).Verdict, (await first).Reason));
        Assert.Equal((JobVerdict.Ok, "32\n"), ((await second).Verdict, (await second).InlineOutput.ToStringUtf8()));
    }

    [Fact]
    public void Every_runtime_of_this_machine_passes_its_trial_and_one_that_is_missing_does_not()
    {
        Assert.Null(_bench.Problem(new ExecRuntime()));
        Assert.Null(_bench.Problem(_bench.CSharp));
        Assert.Contains("/no/python", _bench.Problem(new PythonRuntime("/no/python")), StringComparison.Ordinal);
        Assert.Contains("exit code 1", _bench.Problem(new PythonRuntime("/bin/false")), StringComparison.Ordinal);
    }

    [KeyringFact]
    public async Task A_run_starts_with_a_session_keyring_of_its_own() => Assert.NotEqual(Needs.SessionKeyring(), await BoxThread.RunAsync(Needs.SessionKeyring));

    [Fact]
    public async Task Of_inputs_with_one_name_the_last_wins()
    {
        var outcome = await _bench.RunAsync("exec", "#!/bin/sh\ncat $ACTORS_NET/same", inputs: [_bench.Put("same", "first"), _bench.Put("same", "last")]);

        Assert.Equal("last", outcome.InlineOutput.ToStringUtf8());
    }

    [Fact]
    public async Task A_large_output_is_stored_and_not_carried()
    {
        var outcome = await _bench.RunAsync("exec", "#!/bin/sh\nhead -c 1000000 /dev/zero");

        Assert.Equal((JobVerdict.Ok, 1_000_000, 0), (outcome.Verdict, outcome.Length, outcome.InlineOutput.Length));
    }

    [Fact]
    public async Task Progress_lines_leave_the_log()
    {
        var outcome = await _bench.RunAsync("exec", "#!/bin/sh\necho before >&2; echo '#progress 0.5 half' >&2; echo after >&2");

        Assert.Equal("before\nafter\n", outcome.Stderr.ToStringUtf8());
    }

    [Fact]
    public async Task A_missing_input_loses_the_run_with_its_name()
    {
        var outcome = await _bench.RunAsync("exec", "#!/bin/sh\n", inputs: [new JobInput("gone", Actors.Storage.ObjectId.New(IdSource.System))]);

        Assert.Equal(JobVerdict.Lost, outcome.Verdict);
    }

    [PythonFact]
    public async Task Python_reads_its_inputs()
    {
        var outcome = await _bench.RunAsync(
            "python", "import os, sys; print(open(os.environ['ACTORS_NET'] + '/text').read().upper(), sys.argv[1:])", inputs: [_bench.Put("text", "abc")], arguments: ["x y"]);

        Assert.Equal("ABC ['x y']\n", outcome.InlineOutput.ToStringUtf8());
    }

    /// <summary>One bench for all: sources are compiled once.</summary>
    public sealed class Bench : IDisposable
    {
        public JobBench It { get; } = new JobBench("auto") is { Missing: null } boxed ? boxed : new JobBench("none");

        public void Dispose() => It.Dispose();
    }
}
