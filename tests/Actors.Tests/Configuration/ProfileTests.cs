using Actors.Configuration;
using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Configuration;

public class ProfileTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "hocon");

    public static TheoryData<string> Nodes => new(["all-in-one", "seed", "storage", "broker", "worker", "gateway"]);

    public static TheoryData<string> All => new(Directory.GetFiles(Folder, "*.conf").Select(file => Path.GetFileNameWithoutExtension(file)!));

    [Theory]
    [MemberData(nameof(Nodes))]
    public void The_profile_of_a_node_is_a_right_configuration(string name)
    {
        NodeConfiguration.Load([Path.Combine(Folder, name + ".conf")], []).Check(new SettingSchema("actors", ReferenceConfig.Text));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void The_TLS_overlay_fits_over_every_node_and_lets_it_listen_beyond_loopback(string name)
    {
        var files = new[] { Path.Combine(Folder, name + ".conf"), Path.Combine(Folder, "tls.conf") };
        NodeConfiguration.Load(files, ["akka.remote.dot-netty.tcp.hostname=10.0.0.1"]).Check(new SettingSchema("actors", ReferenceConfig.Text));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_key_of_a_profile_has_a_comment(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".conf")).Select(line => line.Trim()).ToArray();
        foreach (var (key, above) in lines.Skip(1).Zip(lines).Where(pair => pair.First.Contains('=')))
            Assert.True(above.StartsWith('#') || key.StartsWith('#'), $"no comment above: {key}");
    }

    [Fact]
    public void Every_setting_of_the_reference_has_a_comment_or_stands_in_a_section_that_explains_it()
    {
        var lines = ReferenceConfig.Text.Split('\n').Select(line => line.Trim()).ToArray();
        var bare = lines.Skip(1).Zip(lines).Where(pair => pair.First.Contains(" = ") && !pair.First.StartsWith('#') && pair.Second.Length == 0).Select(pair => pair.First);
        Assert.Empty(bare);
    }

    [Fact]
    public void The_gateways_defaults_are_the_origins()
    {
        var settings = ComputeCloudSettings.From(ReferenceConfig.Config);
        Assert.Equal(("127.0.0.1", 11111, 65535), (settings.Host, settings.Port, settings.MaxMessageBytes));
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Lease);
    }

    [Fact]
    public void A_gateway_setting_out_of_range_is_refused_with_its_path()
    {
        var config = Akka.Configuration.ConfigurationFactory.ParseString("actors.gateways.computecloud.max-message-size = 70000").WithFallback(ReferenceConfig.Config);
        Assert.StartsWith("actors.gateways.computecloud.max-message-size is 70000", Assert.Throws<ActorsException>(() => ComputeCloudSettings.From(config)).Message);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Actors.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
