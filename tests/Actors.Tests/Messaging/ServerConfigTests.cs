using Actors.Messaging;
using Xunit;

namespace Actors.Tests.Messaging;

public class ServerConfigTests
{
    [Fact]
    public void A_stream_of_objects_with_any_white_space_names_the_servers()
    {
        var config = ServerConfig.Parse("""
            {"Pid": 2345432, "Addr": "127.0.0.1:23454"}{"pid":3456543,"addr":"localhost:34565","Note":{"of":["others"]}}

              {"Pid": 0,
               "Addr": "[::1]:45676"}
            """);

        Assert.Equal<ServerAddress>([new(2345432, "127.0.0.1", 23454), new(3456543, "localhost", 34565), new(0, "::1", 45676)], config.Servers.AsEnumerable());
        Assert.Equal("[::1]:45676", config.Find(0)!.ToString());
        Assert.Null(config.Find(1));
        Assert.Equal(config.Servers.AsEnumerable(), ServerConfig.Parse(config.ToString()).Servers);
    }

    [Theory]
    [InlineData("", "the config: expected objects such as")]
    [InlineData("[{\"Pid\": 1, \"Addr\": \"a:1\"}]", "the config:1:1: expected an object with Pid and Addr, found a list")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:1\"}\n{\"Pid\": 1, \"Addr\": \"a:2\"}", "the config:2:1: pid 1 is there twice, at a:1 and a:2")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:1\"}\n  {\"Pid\": 2, \"Addr\": \"A:1\"}", "the config:2:3: pids 1 and 2 have the same address A:1")]
    [InlineData("{\"Addr\": \"a:1\"}", "the config:1:1: this server has no Pid")]
    [InlineData("{\"Pid\": 1}", "the config:1:1: this server has no Addr")]
    [InlineData("{\"Pid\": -1, \"Addr\": \"a:1\"}", "the config:1:1: Pid -1 is no whole number")]
    [InlineData("{\"Pid\": \"1\", \"Addr\": \"a:1\"}", "the config:1:1: Pid \"1\" is no whole number")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a\"}", "the config:1:1: Addr \"a\" of pid 1 is not of the form")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:0\"}", "the config:1:1: Addr \"a:0\"")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:65536\"}", "the config:1:1: Addr \"a:65536\"")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a b:1\"}", "the config:1:1: Addr \"a b:1\"")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"::1:1\"}", "the config:1:1: Addr \"::1:1\"")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:1\"}\n {\"Pid\": 1,, }", "the config:2:12: no JSON")]
    [InlineData("{\"Pid\": 1, \"Addr\": \"a:1\"} {", "the config:1:")]
    public void What_is_wrong_is_said_with_line_and_column(string text, string expected)
    {
        var failure = Assert.Throws<ActorsException>(() => ServerConfig.Parse(text));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.StartsWith(expected, failure.Message);
    }

    [Fact]
    public void A_file_is_named_in_what_is_said_of_it()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "conf.json");
        Assert.Contains(file, Assert.Throws<ActorsException>(() => ServerConfig.Load(file)).Message);

        File.WriteAllText(file, "{\"Pid\": 1, \"Addr\": \"127.0.0.1:5001\"}");
        Assert.Equal(1, Assert.Single(ServerConfig.Load(file).Servers).Pid);
        Assert.Equal($"Server's pid missing in the config file: 2 is not in {file}.", Assert.Throws<ActorsException>(() => new Server(2, file)).Message);
    }

    [Theory]
    [InlineData("10.1.2.3:5001")]
    [InlineData("[2001:db8::1]:5001")]
    [InlineData("node-1:5001")]
    public void An_address_beyond_this_machine_needs_protection(string address)
    {
        var config = ServerConfig.Parse($$"""{"Pid": 1, "Addr": "{{address}}"}""");

        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => new Server(1, config)).Code);
        Assert.Equal(ServerState.Stopped, new Server(1, config, new ServerSettings { Secret = "s" }).State);
        Assert.Equal(ServerState.Stopped, new Server(1, config, new ServerSettings { Insecure = true }).State);
    }

    [Fact]
    public void Settings_have_their_defaults_and_wrong_ones_are_refused()
    {
        var config = ServerConfig.Parse("""{"Pid": 1, "Addr": "127.0.0.1:5001"}""");
        var settings = new ServerSettings();

        Assert.Equal((16, 16, 1024, 4 << 20), (settings.InboxCapacity, settings.OutboxCapacity, settings.QueueCapacity, settings.QueueBytes));
        Assert.Equal((FullQueuePolicy.Wait, 1 << 20), (settings.WhenFull, settings.MaxMessageBytes));
        Assert.All<ServerSettings>(
            [
                settings with { InboxCapacity = 0 }, settings with { OutboxCapacity = 0 }, settings with { QueueCapacity = 0 }, settings with { QueueBytes = 0 },
                settings with { MaxMessageBytes = 1 << 27 }, settings with { SendTimeout = TimeSpan.Zero }, settings with { RetryInterval = TimeSpan.Zero },
                settings with { PeerTimeout = TimeSpan.FromSeconds(1) }, settings with { Linger = TimeSpan.FromSeconds(-1) },
            ],
            wrong => Assert.Throws<ArgumentOutOfRangeException>(() => new Server(1, config, wrong)));
    }
}
