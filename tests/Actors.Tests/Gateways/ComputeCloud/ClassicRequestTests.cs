using System.Text;
using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicRequestTests
{
    [Fact]
    public void ADD_carries_a_name_and_bytes()
    {
        var add = Assert.IsType<ClassicRequest.AddObject>(ClassicRequest.Parse("ADD:name1:Y29udGVudHM="));
        Assert.Equal("name1", add.Name);
        Assert.Equal("contents", Encoding.UTF8.GetString(add.Content));
    }

    [Fact]
    public void Runs_of_colons_count_as_one() =>
        Assert.Equal("name1", Assert.IsType<ClassicRequest.AddObject>(ClassicRequest.Parse("::ADD::name1:::YQ==:")).Name);

    [Fact]
    public void A_single_space_is_no_bytes_and_line_breaks_in_Base64_do_no_harm()
    {
        Assert.Empty(Assert.IsType<ClassicRequest.AddObject>(ClassicRequest.Parse("ADD:n: ")).Content);
        Assert.Equal("contents"u8, Assert.IsType<ClassicRequest.AddObject>(ClassicRequest.Parse("ADD:n:Y29u\ndGVudHM=\n")).Content);
    }

    [Fact]
    public void JADD_names_the_job_its_output_and_its_inputs_in_order()
    {
        var job = Assert.IsType<ClassicRequest.AddJob>(ClassicRequest.Parse("JADD:job:cHJpbnQ=:out:7C941D29:0059822e"));
        Assert.Equal(("job", "out"), (job.Name, job.OutputName));
        Assert.Equal("print"u8, job.Source);
        Assert.Equal<uint>([0x7C941D29, 0x0059822E], job.Inputs.AsEnumerable());
    }

    [Fact]
    public void UPD_is_served_with_and_without_error_text()
    {
        var both = Assert.IsType<ClassicRequest.UpdateJob>(ClassicRequest.Parse("UPD:0000000A:YQ==:Yg=="));
        Assert.Equal((10u, "a", "b"), (both.Hash, Encoding.UTF8.GetString(both.Output), Encoding.UTF8.GetString(both.Errors)));
        Assert.Empty(Assert.IsType<ClassicRequest.UpdateJob>(ClassicRequest.Parse("UPD:0000000A:YQ==")).Errors);
        Assert.Empty(Assert.IsType<ClassicRequest.UpdateJob>(ClassicRequest.Parse("UPD:0000000A: : ")).Output);
    }

    [Fact]
    public void The_bare_commands_are_known()
    {
        Assert.IsType<ClassicRequest.TakeJob>(ClassicRequest.Parse("GETJ"));
        Assert.IsType<ClassicRequest.HaveJob>(ClassicRequest.Parse("HAVJ"));
        Assert.IsType<ClassicRequest.GetServers>(ClassicRequest.Parse("GETS"));
        Assert.IsType<ClassicRequest.Stop>(ClassicRequest.Parse("STOP"));
        Assert.Equal(0x5EF13D78u, Assert.IsType<ClassicRequest.GetObject>(ClassicRequest.Parse("GET:5EF13D78")).Hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":::")]
    [InlineData("add:n:YQ==")]
    [InlineData("FROB")]
    [InlineData("ACK")]
    [InlineData("ADD:name")]
    [InlineData("ADD:name:")]
    [InlineData("ADD:a:b:YQ==")]
    [InlineData("ADD:name:not Base64!")]
    [InlineData("GET")]
    [InlineData("GET:123")]
    [InlineData("GET:5EF13D7G")]
    [InlineData("GET: 5EF13D7")]
    [InlineData("JADD:job:cHJpbnQ=")]
    [InlineData("JADD:job:cHJpbnQ=:out:xyz")]
    [InlineData("UPD:0000000A")]
    [InlineData("UPD:0000000A:YQ==:Yg==:Yw==")]
    [InlineData("BADD:n:00000000:1: :YQ==")]
    [InlineData("SADD:127.0.0.1:11111:00000000")]
    [InlineData("SUCC")]
    public void What_is_unknown_malformed_or_between_servers_is_refused(string message) =>
        Assert.IsType<ClassicRequest.Refused>(ClassicRequest.Parse(message));
}
