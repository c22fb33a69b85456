using Actors.Client;
using Actors.Client.Internal;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Client;

public sealed class MemberAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4053", "", "127.0.0.1")]
    [InlineData("127.0.0.9:4053,192.0.2.1:4053", "", "127.0.0.1")]
    [InlineData("192.0.2.1:4053", "akka.remote.dot-netty.tcp.hostname = \"127.0.0.2\"", "127.0.0.2")]
    public void A_program_that_joins_listens_where_it_reaches_the_nodes_from_unless_it_is_told_where(string seeds, string settings, string expected)
    {
        var config = ComputeCloud.MemberConfig(ContactList.Parse(seeds), new ConnectOptions { Settings = ConfigurationFactory.ParseString(settings) });
        Assert.Equal((expected, 0), (config.GetString("akka.remote.dot-netty.tcp.hostname"), config.GetInt("akka.remote.dot-netty.tcp.port")));
    }
}
