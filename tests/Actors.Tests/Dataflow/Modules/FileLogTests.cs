using Actors.Dataflow;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class FileLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Events_are_written_a_line_each_and_sent_on()
    {
        using var bench = Log("");
        bench.Send("one");
        bench.Send(bench.NewEvent("two").WithError(new FlowError(FlowErrorKind.Failed, "other", ["no luck"])));
        bench.Send(bench.NewEvent(new FlowLogLine(VirtualTime.Start, FlowLogLevel.Info, "other", "hello", [])));
        Assert.Equal(["one", "two (failed in other: no luck)", "2026-01-05 12:00:00.000 Info other: hello"], Lines("events.log"));
        Assert.Equal(3, bench.Sent.Count);
    }

    [Fact]
    public void What_is_there_already_stays()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "logs", "events.log").EnsureFolder(), "before\n");
        using var bench = Log("line = \"{created:HH:mm} {data}\"");
        bench.Send("one");
        Assert.Equal(["before", "12:00 one"], Lines("events.log"));
    }

    [Fact]
    public void The_file_follows_from_the_event()
    {
        using var bench = Log("file = \"{region}/{created:yyyy-MM-dd}.log\", max-open = 1");
        foreach (var (data, region) in ((string, string)[])[("1", "east"), ("2", "west"), ("3", "east")]) bench.Send(bench.NewEvent(data).WithAttribute("region", region));
        Assert.Equal(["1", "3"], Lines("east/2026-01-05.log"));
        Assert.Equal(["2"], Lines("west/2026-01-05.log"));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("..")]
    [InlineData("a\\..\\b")]
    [InlineData("c:evil")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void No_name_leads_out_of_the_folder(string name)
    {
        using var bench = Log("file = \"{data}\"");
        bench.Send(name);
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "logs")));
        bench.Send("fine");
        Assert.Equal(["fine"], Lines("fine"));
    }

    [Fact]
    public void No_event_names_a_file_that_another_one_is_put_aside_as()
    {
        using var bench = Log("file = \"{data}\", max-bytes = 1, kept = 2");
        foreach (var name in (string[])["a", "a.1", "a.2", "a.3", "a.02", "a.1/b"]) bench.Send(name);
        Assert.Equal(["a.1", "a.2"], bench.Errors.Select(item => item.Text));
    }

    [Fact]
    public void What_a_full_disk_does_not_take_is_an_error_until_there_is_room()
    {
        if (!File.Exists("/dev/full")) return;
        var path = Path.Combine(_folder.Path, "logs", "events.log").EnsureFolder();
        File.CreateSymbolicLink(path, "/dev/full");
        using var bench = Log("");
        bench.Send("lost");
        Assert.Equal(FlowErrorKind.Unavailable, bench.Error.Kind);
        File.Delete(path);
        bench.Send("kept");
        Assert.Single(bench.Errors);
        Assert.Equal(["kept"], Lines("events.log"));
    }

    [Fact]
    public void A_file_that_gets_too_large_is_put_aside_and_so_many_are_kept()
    {
        using var bench = Log("max-bytes = 10, kept = 2");
        foreach (var text in (string[])["1234", "1234", "5678", "9012", "3456", "7890", "x", new string('y', 50), "z"]) bench.Send(text);
        Assert.Equal(["events.log", "events.log.1", "events.log.2"], Directory.GetFiles(Path.Combine(_folder.Path, "logs")).Select(Path.GetFileName).Order());
        Assert.Equal(["z"], Lines("events.log"));
        Assert.Equal([new string('y', 50)], Lines("events.log.1"));
        Assert.Equal(["x"], Lines("events.log.2"));
    }

    [Fact]
    public void None_are_kept_where_none_are_wanted()
    {
        using var bench = Log("max-bytes = 4, kept = 0");
        foreach (var text in (string[])["123", "456"]) bench.Send(text);
        Assert.Equal("456", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "logs")))).TrimEnd());
    }

    [Fact]
    public void Secrets_are_not_written()
    {
        using var bench = Log("redact = [\"card=([0-9]+)\", \"hush\"]");
        bench.Send("card=1234 hush card=99 name=Ann");
        Assert.Equal(["card=REDACTED REDACTED card=REDACTED name=Ann"], Lines("events.log"));
        Assert.Equal("card=1234 hush card=99 name=Ann", bench.Texts.Single());
    }

    [Fact]
    public void A_bomb_in_a_pattern_is_an_error_and_nothing_is_written()
    {
        using var bench = Log("redact = [\"^(a+)+(?=c)$\"], match-limit = 20 ms");
        bench.Send(new string('a', 40) + "b");
        Assert.Equal(FlowErrorKind.Timeout, bench.Error.Kind);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "logs")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_of_each_event()
    {
        using var bench = Log("");
        File.WriteAllText(Path.Combine(_folder.Path, "logs"), "in the way");
        bench.Send("x");
        Assert.Equal(FlowErrorKind.Unavailable, bench.Error.Kind);
        File.Delete(Path.Combine(_folder.Path, "logs"));
        bench.Send("y");
        Assert.Equal(["y"], Lines("events.log"));
    }

    public void Dispose() => _folder.Dispose();

    private ModuleBench Log(string settings) => new("file-log", $"folder = \"{_folder.Path}/logs\"\n{settings}");

    private string[] Lines(string name)
    {
        using var file = new FileStream(Path.Combine(_folder.Path, "logs", name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

internal static class Folders
{
    /// <summary>The path, whose folder is there.</summary>
    public static string EnsureFolder(this string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
