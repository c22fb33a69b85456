using Actors.Cli.Remote;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

public class HostsFileTests
{
    [Fact]
    public void A_file_has_a_host_a_line_with_comments_braces_keys_and_settings()
    {
        var hosts = HostsFile.Parse("hosts.txt", """
            # our machines
            admin@seed.example:2222  profile=seed port=4100   # the oldest

            node{1..2}	actors.data-dir="/srv/the data"
            [fe80::1]:22 name=six address=six.example
            """);
        Assert.Equal(["seed.example", "node1", "node2", "fe80::1"], hosts.Select(host => host.Host));
        Assert.Equal(("hosts.txt:2", "admin", 2222, "seed", 4100), (hosts[0].Place, hosts[0].User, hosts[0].SshPort, hosts[0].Profile, hosts[0].Port));
        Assert.Equal(("hosts.txt:4", null, (int?)null, null), (hosts[2].Place, hosts[2].User, hosts[2].SshPort, hosts[2].Profile));
        Assert.Equal(["actors.data-dir=/srv/the data"], hosts[1].Settings);
        Assert.Equal(("six", "six.example", 22), (hosts[3].Name, hosts[3].Address, hosts[3].SshPort));
    }

    [Theory]
    [InlineData("a\nnode{1..", "h:2: expected braces that open and close, one pair after the other; found 'node{1..'")]
    [InlineData("a b", "h:1: expected key=value after the host; found 'b'; write one host a line, and values with blanks in double quotes")]
    [InlineData("a profil=seed", "h:1: no such key 'profil'; did you mean profile?")]
    [InlineData("a colour=red", "h:1: no such key 'colour'; there are profile, name, address, port, and settings by their whole path, such as actors.data-dir")]
    [InlineData("a profile=storge", "h:1: expected a profile; found 'storge'; did you mean storage?")]
    [InlineData("a profile=king", "h:1: expected a profile; found 'king'; there are seed, broker, worker, storage, gateway, all-in-one")]
    [InlineData("a profile=seed profile=worker", "h:1: expected 'profile' once; found it twice; remove one")]
    [InlineData("a{1..2} name=x", "h:1: expected 'name' for one host only; 'a{1..2}' stands for 2; give each a line of its own")]
    [InlineData("a port=0", "h:1: expected a port from 1 to 65535 that the node is to listen on; found '0'")]
    [InlineData("a:99999", "h:1: expected an ssh port from 1 to 65535 after the ':'; found '99999'")]
    [InlineData("a actors.x=\"1", "h:1: expected a closing double quote; found the end of the line")]
    [InlineData("a name=../b", "h:1: expected a name that makes a folder, at most 64 letters, digits, '-', '_' and '.'; found '../b'; choose another")]
    [InlineData("# nobody\n", "h: expected a host on each line, such as admin@node1; found none; write at least one")]
    public void A_mistake_names_file_and_line_what_was_expected_what_was_found_and_what_to_do(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ActorsException>(() => HostsFile.Parse("h", text)).Message);

    [Theory]
    [InlineData("-oProxyCommand=touch")]
    [InlineData("-l@host")]
    [InlineData("user@-oProxyCommand")]
    [InlineData("$(id)")]
    [InlineData("a;id")]
    [InlineData("a|id")]
    [InlineData("a`id`")]
    [InlineData("a'b")]
    [InlineData("a\\b")]
    [InlineData("u$x@a")]
    [InlineData("[::1;id]")]
    [InlineData("a/b")]
    [InlineData("a@b@c")]
    [InlineData("{-oX,b}")]
    [InlineData("a\u0000b")]
    [InlineData("a\u001bb")]
    public void What_could_be_an_option_or_a_command_is_no_host(string host)
    {
        var mistake = Assert.Throws<ActorsException>(() => HostsFile.Parse("h", host));
        Assert.StartsWith("h:1: expected ", mistake.Message);
    }

    [Fact]
    public void Whatever_is_in_a_file_its_hosts_are_plain_or_it_is_refused() => Prop.ForAll(
        Gen.Elements([.. "ab1.-_@:[]{},.=\"' \t\n#$;`\\&|<>*~"]).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
        text =>
        {
            try
            {
                Assert.All(HostsFile.Parse("h", text), host =>
                {
                    Assert.Matches(@"^([A-Za-z0-9_][A-Za-z0-9._-]*|[0-9A-Fa-f:]+)\z", host.Host);
                    Assert.Matches(@"^([A-Za-z0-9_][A-Za-z0-9._-]*)?\z", host.User ?? "");
                });
            }
            catch (ActorsException refused)
            {
                Assert.StartsWith("h:", refused.Message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
