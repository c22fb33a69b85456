using System.Text;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Actors.Dataflow.Wire;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Dataflow.Data;

public sealed class FlowDataTests
{
    // The grammar of JSON lets them through, and whoever asks for the text fails.
    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\uDC00\":1}")]
    [InlineData("[\"\\ud83d\\ud83d\"]")]
    public void Half_a_pair_of_surrogates_is_malformed(string json) => Assert.Equal(FlowErrorKind.MalformedData, Assert.Throws<FlowException>(() => FlowData.ToJson(json)).Kind);

    [Fact]
    public void A_whole_pair_is_a_letter() => Assert.Equal("\U0001f600", FlowData.ToJson("\"\\ud83d\\ude00\"").GetString());

    [Fact]
    public void XML_as_deep_as_it_may_be_becomes_JSON()
    {
        var xml = XmlData.Parse(string.Concat(Enumerable.Repeat("<a>", XmlData.MaxDepth)) + string.Concat(Enumerable.Repeat("</a>", XmlData.MaxDepth)));
        var item = new FlowEvent(default, xml).As(DataKind.Json);
        Assert.Equal(XmlData.MaxDepth - 1, item.Text.Count(letter => letter == '{') - 1);
        Assert.Equal(item.Text, EventCodec.Read(EventCodec.Write(item).ToByteArray()).Text);
    }

    // As some editors and shells write them.
    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_data()
    {
        ReadOnlyMemory<byte> json = (byte[])[.. Encoding.UTF8.Preamble, .. "{}"u8], xml = (byte[])[.. Encoding.UTF8.Preamble, .. "<a />"u8];
        Assert.Equal(("{}", "{}", "<a />", "<a />"), (FlowData.ToText(json), FlowData.ToJson(json).GetRawText(), FlowData.ToText(xml), $"{FlowData.ToXml(xml)}"));
        Assert.Equal(("{}", "<a />"), (FlowData.ToJson("\ufeff{}").GetRawText(), $"{FlowData.ToXml("\ufeff<a />")}"));
    }

    [Fact]
    public void XML_keeps_each_of_its_letters_on_its_way()
    {
        var xml = XmlData.Parse("<a b=\"1&#13;&#10;&#9;2\">3&#13;4\n5</a>");
        var copy = EventCodec.Read(EventCodec.Write(new FlowEvent(default, xml)).ToByteArray()).Xml.ToElement();
        Assert.Equal(("1\r\n\t2", "3\r4\n5"), (copy.Attribute("b")!.Value, copy.Value));
    }

    [Fact]
    public void No_event_has_gone_in_circles_less_than_never()
    {
        var message = EventCodec.Write(new FlowEvent(default, "x"));
        message.Laps = int.MinValue;
        Assert.Equal(0, EventCodec.Read(message).Laps);
    }

    [Fact]
    public void Attributes_are_one_JSON_object_also_within_lists()
    {
        var attributes = FlowAttributes.Empty.Set("lines", (List<object?>)[new List<KeyValuePair<string, object?>> { new("a", 1L) }]);
        Assert.Equal("{\"lines\":[{\"a\":1}]}", FlowData.ToText(attributes));
        Assert.Equal("[{\"a\":1}]", FlowData.ToText(attributes["lines"]));
    }

    [Fact]
    public void What_cannot_be_read_as_an_event_is_malformed()
    {
        var decimals = EventCodec.Write(new FlowEvent(default, "x"));
        decimals.Attributes = new AttributeMap { Values = { ["a"] = new AttributeValue { Decimal = new string('9', 40) } } };
        var times = EventCodec.Write(new FlowEvent(default, "x"));
        times.Created = -1;
        foreach (var message in (EventMessage[])[decimals, times])
            Assert.Equal(FlowErrorKind.MalformedData, Assert.Throws<FlowException>(() => EventCodec.Read(message)).Kind);
    }

    [Fact]
    public void A_whole_event_for_people_has_no_passwords_in_it()
    {
        var http = new HttpExchange { Headers = new HttpExchange().Headers.Add("authorization", "Basic c2VjcmV0").Add("Cookie", "sid=c2VjcmV0").Add("Accept", "*/*"), Cookies = ["sid=c2VjcmV0; path=/"] };
        var text = EventText.Complete(new FlowEvent(default, "x") { Http = http });
        Assert.DoesNotContain("c2VjcmV0", text, StringComparison.Ordinal);
        Assert.Contains("\"Accept\":\"*/*\"", text, StringComparison.Ordinal);
        Assert.Contains("\"sid=(hidden)\"", text, StringComparison.Ordinal);
    }
}
