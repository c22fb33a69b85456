using Actors.Cli.Remote;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

public class SshFailureTests
{
    [Theory]
    [InlineData("admin@h: Permission denied (publickey).", "failed", "the host does not accept the key (admin@h: Permission denied (publickey).); name the right one with --identity FILE")]
    [InlineData("No ED25519 host key is known.\r\nHost key verification failed.\r\n", "failed", "the host's own key is unknown or has changed (Host key verification failed.); compare it and accept it once by hand: ssh -p 2222 admin@h")]
    [InlineData("ssh: Could not resolve hostname h: Name or service not known", "unreachable", "there is no such host (ssh: Could not resolve hostname h: Name or service not known); check the name at f:1")]
    [InlineData("ssh: connect to host h port 2222: Connection refused", "unreachable", "cannot be reached by ssh (ssh: connect to host h port 2222: Connection refused)")]
    [InlineData("", "unreachable", "cannot be reached by ssh (ssh said nothing)")]
    public void What_ssh_says_is_passed_on_with_what_it_means_and_what_to_do(string errors, string code, string message)
    {
        var failure = SshFailure.Of(new HostEntry("f:1", "admin", "h", 2222), errors);
        Assert.Equal(code, failure.Code);
        Assert.StartsWith(message, failure.Message);
    }
}
