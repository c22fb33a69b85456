using System.Text.Json;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class DocumentTests
{
    private const string Open = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>";

    [Fact]
    public void A_style_sheet_transforms_XML_and_gets_parameters_from_the_event()
    {
        using var bench = Xslt("<xsl:param name='who'/><xsl:template match='/order'><hello to='{$who}'><xsl:for-each select='line'><xsl:sort select='.'/><l><xsl:value-of select='.'/></l></xsl:for-each></hello></xsl:template>", "parameters { who = \"{customer/name}\" }");
        bench.Send(bench.NewEvent("<order><line>b</line><line>a</line></order>").WithAttribute("customer/name", "Ann"));
        Assert.Equal((DataKind.Xml, "<hello to=\"Ann\"><l>a</l><l>b</l></hello>"), (bench.Sent[0].Kind, bench.Sent[0].Text));
    }

    [Fact]
    public void It_may_write_text_and_takes_JSON()
    {
        using var bench = Xslt("<xsl:output method='text'/><xsl:template match='/order'>id <xsl:value-of select='id'/></xsl:template>");
        bench.Send(JsonElement.Parse("""{"order":{"id":7}}"""));
        Assert.Equal((DataKind.Text, "id 7"), (bench.Sent[0].Kind, bench.Sent[0].Text));
    }

    [Theory]
    [InlineData("<xsl:template match='/'><xsl:apply-templates select='.'/></xsl:template>")]
    [InlineData("<xsl:template match='/' name='t'><xsl:param name='p'><xsl:call-template name='t'/></xsl:param><xsl:value-of select='$p'/></xsl:template>")]
    [InlineData("<xsl:template match='/' name='t'><xsl:param name='n' select='60'/><xsl:if test='$n &gt; 0'><xsl:call-template name='t'><xsl:with-param name='n' select='$n - 1'/></xsl:call-template><xsl:call-template name='t'><xsl:with-param name='n' select='$n - 1'/></xsl:call-template></xsl:if></xsl:template>")]
    [InlineData("<xsl:template match='/' name='t'><a><xsl:call-template name='t'/></a></xsl:template>")]
    public void A_style_sheet_without_end_is_held(string templates)
    {
        // The clock moves with each look.
        using var bench = Xslt(templates, "time-limit = 100 ms, max-output-bytes = 10 KiB", running: true);
        bench.Send("<x/>");
        Assert.Contains(bench.Error.Kind, (FlowErrorKind[])[FlowErrorKind.Timeout, FlowErrorKind.Unprocessable, FlowErrorKind.TooLarge]);
    }

    [Theory]
    [InlineData("<xsl:template match='/'><xsl:value-of select=\"document('/etc/hostname')\"/></xsl:template>")]
    [InlineData("<xsl:template match='/'><xsl:message terminate='yes'>no</xsl:message></xsl:template>")]
    public void What_a_style_sheet_may_not_do_or_will_not_is_an_error(string templates)
    {
        using var bench = Xslt(templates);
        bench.Send("<x/>");
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
    }

    [Theory]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><ok/></xsl:template></xsl:stylesheet>\"\"\"")]
    [InlineData("xsd", "text = \"\"\"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a'/></xs:schema>\"\"\"")]
    public void Documents_that_attack_are_refused(string module, string settings)
    {
        using var bench = new ModuleBench(module, settings);
        foreach (var data in (string[])
            [
                "<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'><!ENTITY y '&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;'>]><a>&y;</a>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>",
                string.Concat(Enumerable.Repeat("<a>", 10_000)),
                "<a",
                "",
            ])
            bench.Send(data);
        Assert.Equal(Enumerable.Repeat(FlowErrorKind.MalformedData, 6), bench.Errors.Select(item => item.Error!.Kind));

        bench.Send("<a/>");
        Assert.Single(bench.Sent);
    }

    [Fact]
    public void A_schema_lets_pass_what_is_right_and_tells_all_that_is_wrong()
    {
        using var bench = Xsd();
        bench.Send("<order id='7'><line>1</line></order>");
        Assert.Single(bench.Sent);
        bench.Send("<order>\n<line>x</line>\n<other/></order>");
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
        Assert.Equal(3, bench.Error.Messages.Length);
        Assert.Contains("line 2: ", bench.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_may_not_take_for_ever_to_be_checked_by_a_schema()
    {
        using var bench = Xsd("time-limit = 50 ms");
        bench.Clock.Step = TimeSpan.FromMilliseconds(1);
        bench.Send("<order id='7'><line>1</line></order>");
        Assert.Single(bench.Sent);
        bench.Send($"<order id='7'>{string.Concat(Enumerable.Repeat("<line>1</line>", 100))}</order>");
        Assert.Equal(FlowErrorKind.Timeout, bench.Error.Kind);
    }

    [Fact]
    public void A_root_that_no_schema_knows_is_wrong()
    {
        using var bench = Xsd();
        bench.Send("<nonsense/>");
        Assert.Equal(FlowErrorKind.Unprocessable, bench.Error.Kind);
    }

    [Fact]
    public void Json_schema_lets_pass_what_is_right_and_tells_all_that_is_wrong()
    {
        using var bench = new ModuleBench("json-schema", """
            text = "{\"properties\":{\"id\":{\"type\":\"integer\"},\"sku\":{\"format\":\"sku\"}},\"required\":[\"name\"]}", formats { sku = "^[A-Z]+$" }
            """);
        bench.Send("""{"id":7,"name":"x","sku":"ABC"}""");
        Assert.Single(bench.Sent);
        bench.Send("""{"id":"x","sku":"abc"}""");
        Assert.Equal(["/id: is string; expected: integer", "/sku: is \"abc\"; expected: sku", "(root): has no name"], [.. bench.Error.Messages]);
        bench.Send("{");
        Assert.Equal(FlowErrorKind.MalformedData, bench.Errors[1].Error!.Kind);
    }

    [Fact]
    public void A_bomb_in_a_schemas_pattern_is_held()
    {
        using var bench = new ModuleBench("json-schema", "text = \"{\\\"pattern\\\":\\\"^(a+)+(?=c)$\\\"}\", match-limit = 20 ms");
        bench.Send($"\"{new string('a', 40)}b\"");
        Assert.Equal(FlowErrorKind.Timeout, bench.Error.Kind);
    }

    [Theory]
    [InlineData("form = json", "<order id='7'><line>a</line><line>b</line></order>", """{"order":{"@id":"7","line":["a","b"]}}""")]
    [InlineData("form = xml", """{"order":{"@id":"7","line":["a","b"]}}""", "<order id=\"7\"><line>a</line><line>b</line></order>")]
    [InlineData("form = xml, root = order", """{"id":7,"name":"x"}""", "<order><id>7</id><name>x</name></order>")]
    [InlineData("form = xml", """{"id":7,"name":"x"}""", "<jsonified_envelope><id>7</id><name>x</name></jsonified_envelope>")]
    [InlineData("form = json", "<jsonified_envelope><id>7</id><name>x</name></jsonified_envelope>", """{"id":"7","name":"x"}""")]
    [InlineData("form = json, flatten = on", """{"order":{"id":7,"lines":["a",{"b":1}]}}""", """{"order/id":7,"order/lines/0":"a","order/lines/1/b":1}""")]
    [InlineData("form = json, flatten = on", """{"a":{},"b":{"c":[]}}""", """{"a":{},"b/c":[]}""")]
    [InlineData("form = json, flatten = on", "<order><line>a</line></order>", """{"order/line":"a"}""")]
    [InlineData("form = xml, from = attributes, root = properties", "x", "<properties><customer><name>Ann</name></customer><size>3</size></properties>")]
    [InlineData("form = text, from = customer", "x", """{"name":"Ann"}""")]
    public void Data_are_converted(string settings, string data, string result)
    {
        using var bench = new ModuleBench("convert", settings);
        object given = data[0] switch
        {
            '<' => XmlData.Parse(data),
            '{' => JsonElement.Parse(data),
            _ => data,
        };
        bench.Send(bench.NewEvent(given).WithAttribute("customer/name", "Ann").WithAttribute("size", 3));
        Assert.Equal(result, Assert.Single(bench.Texts));
    }

    private static ModuleBench Xslt(string templates, string settings = "", bool running = false)
    {
        var bench = new ModuleBench("xslt", $"text = \"\"\"{Open}{templates}</xsl:stylesheet>\"\"\"\n{settings}");
        if (running) bench.Clock.Step = TimeSpan.FromMilliseconds(1);
        return bench;
    }

    private static ModuleBench Xsd(string settings = "") => new("xsd", settings + """"

        text = """<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
          <xs:element name='order'><xs:complexType><xs:sequence><xs:element name='line' type='xs:int' maxOccurs='unbounded'/></xs:sequence><xs:attribute name='id' use='required'/></xs:complexType></xs:element>
        </xs:schema>"""
        """");
}
