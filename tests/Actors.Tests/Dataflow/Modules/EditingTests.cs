using Actors.Dataflow;
using Actors.Dataflow.Data;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class EditingTests
{
    private const string Order = """{"customer":{"name":"Ann","age":7},"lines":["a","b"],"paid":true}""";

    [Theory]
    [InlineData("value = \"x {data/customer/name}\"", "x Ann")]
    [InlineData("from = data/customer/age", 7L)]
    [InlineData("json-path = \"$.lines[*]\"", "a")]
    [InlineData("json-path = \"$.paid\"", true)]
    [InlineData("json-path = \"$.nothing\", default = none", "none")]
    [InlineData("from = data/customer/name, table { Ann = \"Queen Ann\" }", "Queen Ann")]
    [InlineData("from = data/customer/name, table { Bob = x }, default = nobody", "nobody")]
    [InlineData("from = data/customer/name, case = upper", "ANN")]
    [InlineData("from = data/customer/name, case = lower, append = \"-{data/customer/age}\"", "ann-7")]
    [InlineData("value = \"12\", as = number", 12L)]
    [InlineData("value = yes, as = truth", true)]
    public void A_step_sets_an_attribute(string step, object value)
    {
        using var bench = new ModuleBench("modify", $"steps = [{{ path = a/b, {step} }}]");
        bench.Send(Order);
        Assert.Equal(value, Assert.Single(bench.Sent).Attributes["a/b"]);
    }

    [Theory]
    [InlineData("xpath = \"/order/@id\"", "7")]
    [InlineData("xpath = \"count(//line)\", as = number", 2L)]
    [InlineData("xpath = \"string(//line[2])\"", "b")]
    public void A_step_finds_its_value_in_XML(string step, object value)
    {
        using var bench = new ModuleBench("modify", $"steps = [{{ path = found, {step} }}]");
        bench.Send("<order id='7'><line>a</line><line>b</line></order>");
        Assert.Equal(value, Assert.Single(bench.Sent).Attributes["found"]);
    }

    [Theory]
    [InlineData("{ path = data, json-path = \"$.order\" }", "{\"id\":7,\"lines\":[{\"a\":1}]}")]
    [InlineData("{ path = data, json-path = \"$.order.lines\", append = x }", "[{\"a\":1},\"x\"]")]
    [InlineData("{ path = data, json-path = \"$..lines[*]\", all = on }", "[{\"a\":1}]")]
    [InlineData("{ path = data, json-path = \"$.name\" }", "Ann")]
    [InlineData("{ path = order, json-path = \"$.order\" }, { path = data, from = order/lines }", "[{\"a\":1}]")]
    [InlineData("{ path = order, json-path = \"$.order\" }, { path = data, value = \"lines: {order/lines}\" }", "lines: [{\"a\":1}]")]
    [InlineData("{ path = order/huge, json-path = \"$.huge\" }, { path = data, from = order }", "{\"huge\":\"1e400\"}")]
    public void Lists_and_objects_stay_what_they_are(string steps, string data)
    {
        using var bench = new ModuleBench("modify", $"steps = [{steps}]").Start();
        bench.Send("{\"order\":{\"id\":7,\"lines\":[{\"a\":1}]},\"name\":\"Ann\",\"huge\":1e400}");
        Assert.Equal(data, Assert.Single(bench.Texts));
    }

    [Theory]
    [InlineData("{\"\":1}")]
    [InlineData("{\"a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q\":1}")]
    public void Names_that_cannot_be_those_of_attributes_are_the_events_fault(string json)
    {
        using var bench = new ModuleBench("modify", "steps = [{ path = all, json-path = \"$\" }]").Start();
        bench.Send(json);
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
    }

    [Fact]
    public void Steps_are_done_one_after_the_other()
    {
        using var bench = new ModuleBench("modify", """
            steps = [
              { path = tags, json-path = "$.lines[*]", all = on }
              { path = tags, append = c }
              { path = tmp, value = x }
              { path = copy, from = tmp }
              { path = tmp, delete = on }
              { path = data, from = data/customer, as = text }
            ]
            """);
        var sent = bench.Send(Order);
        var item = Assert.Single(bench.Sent);
        Assert.Equal(sent.Id, item.Id);
        Assert.Equal(["a", "b", "c"], (IEnumerable<object?>)item.Attributes["tags"]!);
        Assert.Equal(("x", null), ((string?)item.Attributes["copy"], item.Attributes["tmp"]));
        Assert.Equal((DataKind.Text, """{"name":"Ann","age":7}"""), (item.Kind, item.Text));
    }

    [Fact]
    public void The_status_and_the_headers_of_a_reply_are_set()
    {
        using var bench = new ModuleBench("modify", "steps = [{ path = http/status, value = 201 }, { path = http/header/Location, value = \"/orders/{data}\" }]");
        bench.Send(bench.NewEvent("7") with { Http = new HttpExchange() });
        var http = Assert.Single(bench.Sent).Http!;
        Assert.Equal((201, "/orders/7"), (http.Status, http.ReplyHeaders["Location"]));
    }

    [Theory]
    [InlineData("path = http/status, value = 201", FlowErrorKind.Unprocessable, "no HTTP side")]
    [InlineData("path = a, json-path = \"$.nothing\"", FlowErrorKind.Unprocessable, "there is no value for a")]
    [InlineData("path = a, value = \"{nothing}\"", FlowErrorKind.Unprocessable, "the event has no nothing")]
    [InlineData("path = a, value = abc, as = number", FlowErrorKind.MalformedData, "'abc' is no number")]
    [InlineData("path = a, value = \"<a\", as = xml", FlowErrorKind.MalformedData, "no XML")]
    [InlineData("path = a, xpath = \"/a\"", FlowErrorKind.MalformedData, "the data are no XML")]
    public void What_cannot_be_set_is_an_error(string step, FlowErrorKind kind, string message)
    {
        using var bench = new ModuleBench("modify", $"steps = [{{ {step} }}]");
        bench.Send("""{"a b":1}""");
        Assert.Equal(kind, bench.Error.Kind);
        Assert.Contains(message, bench.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_cannot_be_smuggled_in()
    {
        using var bench = new ModuleBench("modify", "steps = [{ path = http/header/X, value = \"{data}\" }]");
        bench.Send(bench.NewEvent("a\r\nSet-Cookie: b") with { Http = new HttpExchange() });
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
    }

    [Fact]
    public void Lookup_finds_values_in_a_table_and_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "table.json");
        File.WriteAllText(file, """{"a":1,"b":{"name":"bee"}}""");
        using var bench = new ModuleBench("lookup", $"key = \"{{data}}\", path = found, file = \"{file}\", table {{ c = sea }}");
        foreach (var key in (string[])["a", "b", "c", "d"]) bench.Send(key);
        Assert.Equal([1L, "bee", "sea"], [bench.Sent[0].Attributes["found"]!, bench.Sent[1].Attributes["found/name"]!, bench.Sent[2].Attributes["found"]!]);
        Assert.Equal((FlowErrorKind.NotFound, "the table has nothing for 'd'"), (bench.Error.Kind, bench.Error.Message));
    }

    [Theory]
    [InlineData("text = \"Hello {data}\"", "Hello <\"you\">")]
    [InlineData("text = \"<hello>{data}</hello>\", form = xml", "<hello>&lt;\"you\"&gt;</hello>")]
    [InlineData("text = \"{{\\\"hello\\\":\\\"{data}\\\"}}\", form = json", """{"hello":"\u003C\u0022you\u0022\u003E"}""")]
    public void A_template_writes_what_comes_from_the_event_so_that_it_stays_text(string settings, string text)
    {
        using var bench = new ModuleBench("template", settings);
        bench.Send("<\"you\">");
        Assert.Equal(text, Assert.Single(bench.Texts));
    }
}
