using Actors.Configuration;
using Xunit;

namespace Actors.Tests.Configuration;

public sealed class NodeConfigurationTests : IDisposable
{
    private const string Reference = """
        actors {
          insecure = off
          node-name = ""
          cluster.secret = ""
          storage { replicas = 2, reassign-after = 30 s, chunk-size = 1 MiB, labels = [], extra {} }
          gateways.computecloud { host = "127.0.0.1" }
        }
        """;

    private const string Good = """
        akka.cluster.roles = [storage]
        akka.cluster.seed-nodes = ["akka.tcp://actors@127.0.0.1:4053"]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("actors-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Later_files_override_earlier_ones_and_single_settings_override_all()
    {
        var loaded = NodeConfiguration.Load([Write("a.conf", "a = 1, b = 1, c = 1"), Write("b.conf", "b = 2, c = 2")], ["c=3"]);
        Assert.Equal((1, 2, 3), (loaded.Config.GetInt("a"), loaded.Config.GetInt("b"), loaded.Config.GetInt("c")));
        Assert.Equal("--set c", loaded.Written.Find("c")?.ToString());
    }

    [Theory]
    [InlineData("a=[x, y]", "x,y")]
    [InlineData("a = [\"akka.tcp://actors@127.0.0.1:4053\"]", "akka.tcp://actors@127.0.0.1:4053")]
    public void A_single_setting_may_be_a_list(string setting, string items) =>
        Assert.Equal(items.Split(','), NodeConfiguration.Load([], [setting]).Config.GetStringList("a"));

    [Theory]
    [InlineData("a=/tmp/data dir", "/tmp/data dir")]
    [InlineData("a=http://x:1/y#z", "http://x:1/y#z")]
    [InlineData("a=C:\\temp\\x", "C:\\temp\\x")]
    [InlineData("a=5s", "5s")]
    [InlineData("a=", "")]
    [InlineData("a=b=c", "b=c")]
    public void A_single_setting_means_its_letters_as_they_stand(string setting, string value) =>
        Assert.Equal(value, NodeConfiguration.Load([], [setting]).Config.GetString("a") ?? "");

    [Fact]
    public void Includes_are_relative_to_the_file_that_includes()
    {
        Write("inner.conf", "a = 5");
        Assert.Equal(5, NodeConfiguration.Load([Write("outer.conf", "include \"inner.conf\"")], []).Config.GetInt("a"));
    }

    [Fact]
    public void A_right_configuration_passes() => CheckAlone(Good);

    [Theory]
    [InlineData("actors.storage.replicas = two", "node.conf:1: actors.storage.replicas: expected a whole number; the default is 2; found two")]
    [InlineData("\n\nactors.storage.reassign-after = soon", "node.conf:3: actors.storage.reassign-after: expected a duration such as 500 ms, 5 s or 2 m; the default is 30 s; found soon")]
    [InlineData("actors.storage { chunk-size = -1 }", "node.conf:1: actors.storage.chunk-size: expected a size such as 4096, 64 KiB or 1 MiB; the default is 1 MiB; found -1")]
    [InlineData("actors.insecure = maybe", "node.conf:1: actors.insecure: expected on or off; the default is off; found maybe")]
    [InlineData("actors.storage.labels = gpu", "node.conf:1: actors.storage.labels: expected a list such as [a, b]; the default is []; found gpu")]
    [InlineData("actors.storage.extra = 1", "node.conf:1: actors.storage.extra: expected an object in braces; found 1")]
    [InlineData("actors.storage.replicas { x = 1 }", "actors.storage.replicas: expected a whole number; the default is 2; found an object")]
    [InlineData("actors.storage.replica = 3", "node.conf:1: actors.storage.replica: no such setting; did you mean actors.storage.replicas?")]
    [InlineData("actors.frobnicate.everything = 3", "node.conf:1: actors.frobnicate.everything: no such setting; src/Actors/reference.conf lists all there are")]
    [InlineData("akka.remote.dot-netty.tcp.port = 70000", "node.conf:1: akka.remote.dot-netty.tcp.port: expected a port from 1 to 65535, or 0 for a free one; found 70000")]
    [InlineData("akka.cluster.roles = storage", "node.conf:1: akka.cluster.roles: expected a list such as [a, b]; found storage")]
    [InlineData("akka.cluster.roles = [gpu]", "node.conf:1: akka.cluster.roles: expected at least one of broker, worker, storage, gateway, which say what the node does; found [gpu]")]
    [InlineData("akka.cluster.roles = [storage, node-7]", "node.conf:1: akka.cluster.roles: expected labels that are not node and do not begin with node- or weight-, which every node announces by itself; found node-7")]
    [InlineData("akka.cluster.seed-nodes = [\"127.0.0.1:4053\"]", "node.conf:1: akka.cluster.seed-nodes: expected addresses of the form akka.tcp://actors@HOST:PORT; found 127.0.0.1:4053")]
    [InlineData("akka.actor.provider = local", "node.conf:1: akka.actor.provider: expected cluster, or nothing: a node is a member of a cluster; found local")]
    public void A_wrong_value_is_one_line_with_place_path_expected_and_found(string text, string line)
    {
        var failure = Assert.Throws<ActorsException>(() => CheckOverGood(text));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.EndsWith(line, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_map_takes_any_key() => CheckOverGood("actors.storage.extra { anything.at-all = 5 }");

    [Fact]
    public void A_missing_role_or_seed_is_told()
    {
        Assert.EndsWith("found nothing", Assert.Throws<ActorsException>(() => CheckAlone("akka.cluster.roles = [storage]")).Message);
        Assert.EndsWith("found nothing", Assert.Throws<ActorsException>(() => CheckAlone("akka.cluster.seed-nodes = [\"akka.tcp://actors@h:1\"]")).Message);
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"0.0.0.0\"", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"\"", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = node7.example.com", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("actors.gateways.computecloud.host = \"192.168.1.5\"", "actors.gateways.computecloud.host")]
    [InlineData("actors.gateways.computecloud.host = \"192.168.1.5\", actors.cluster.secret = s3cret", "actors.gateways.computecloud.host")]
    public void Listening_beyond_loopback_unprotected_is_refused(string text, string path)
    {
        var failure = Assert.Throws<ActorsException>(() => CheckOverGood(text));
        Assert.Contains($"node.conf:1: {path}: expected a loopback address", failure.Message);
        Assert.Contains("actors.insecure", failure.Message);
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp { hostname = \"0.0.0.0\", enable-ssl = true }")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"10.0.0.1\", actors.cluster.secret = s3cret")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"10.0.0.1\", actors.gateways.computecloud.host = \"0.0.0.0\", actors.insecure = on")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = localhost, actors.gateways.computecloud.host = \"::1\"")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"127.0.0.2\"")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = \"::1\", akka.cluster.seed-nodes = [\"akka.tcp://actors@[::1]:4053\"]")]
    public void Listening_is_allowed_on_loopback_with_protection_or_when_told_so(string text) => CheckOverGood(text);

    [Fact]
    public void A_missing_file_and_a_broken_one_are_told_with_name_and_line()
    {
        Assert.StartsWith("--config nowhere.conf: does not exist", Assert.Throws<ActorsException>(() => NodeConfiguration.Load(["nowhere.conf"], [])).Message);
        var broken = Write("broken.conf", "a = 1\nb {\n  c = [1, 2\n}\n");
        var failure = Assert.Throws<ActorsException>(() => NodeConfiguration.Load([broken], []));
        Assert.Matches(@"broken\.conf:\d+: ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("no-equals-sign")]
    [InlineData("=value")]
    [InlineData("a=[1, 2")]
    public void A_broken_single_setting_is_told(string setting) =>
        Assert.StartsWith($"--set {setting}: ", Assert.Throws<ActorsException>(() => NodeConfiguration.Load([], [setting])).Message);

    [Fact]
    public void A_failure_of_who_reads_a_setting_is_led_back_to_its_line()
    {
        var loaded = NodeConfiguration.Load([Write("node.conf", "\nactors.storage.replicas = 99")], []);
        var located = loaded.Locate(new ArgumentException("actors.storage.replicas is 99, at most 5"));
        Assert.EndsWith("node.conf:2: actors.storage.replicas is 99, at most 5", located.Message);
    }

    private void CheckOverGood(string text) => Check(Write("good.conf", Good), Write("node.conf", text));

    private void CheckAlone(string text) => Check(Write("node.conf", text));

    private static void Check(params string[] files) =>
        NodeConfiguration.Load(files, []).Check(new SettingSchema("actors", Reference));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
