using System.Text.Json;
using Actors.Dataflow;
using Actors.Dataflow.Schemas;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Schemas;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5", "(root): is number; expected: integer")]
    [InlineData("""{"type":["string","null"]}""", "null", "1", "(root): is number; expected: string or null")]
    [InlineData("""{"enum":[1,{"a":1}]}""", "{\"a\":1.0}", "2", "(root): is 2; expected one of [1,{\"a\":1}]")]
    [InlineData("""{"const":[1]}""", "[1]", "[2]", "(root): is [2]; expected: [1]")]
    [InlineData("""{"minimum":1,"maximum":3}""", "3", "4", "(root): is 4; expected: less than 3, or equal")]
    [InlineData("""{"minimum":1,"exclusiveMinimum":true}""", "2", "1", "(root): is 1; expected: more than 1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0.9", "1", "(root): is 1; expected: less than 1")]
    [InlineData("""{"multipleOf":0.01}""", "1.23", "1.234", "(root): is 1.234; expected: a multiple of 0.01")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"\\ud83d\\udca9\\ud83d\\udca9\"", "\"x\"", "(root): has 1 characters; expected: at least 2")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"b\"", "(root): is \"b\"; expected: what matches ^a+$")]
    [InlineData("""{"format":"date"}""", "\"2026-02-28\"", "\"2026-02-30\"", "(root): is \"2026-02-30\"; expected: date")]
    [InlineData("""{"format":"ipv4"}""", "\"10.0.0.1\"", "\"10.1\"", "(root): is \"10.1\"; expected: ipv4")]
    [InlineData("""{"items":{"type":"number"}}""", "[1]", "[1,\"x\"]", "/1: is string; expected: number")]
    [InlineData("""{"items":[{"type":"number"}],"additionalItems":false}""", "[1]", "[1,2]", "/1: nothing is allowed here")]
    [InlineData("""{"prefixItems":[{"type":"number"}],"items":{"type":"string"}}""", "[1,\"a\"]", "[1,2]", "/1: is number; expected: string")]
    [InlineData("""{"contains":{"type":"number"},"maxContains":1}""", "[1,\"a\"]", "[1,2]", "(root): has 2 items of the kind that it must have at most 1 of")]
    [InlineData("""{"minItems":1}""", "[1]", "[]", "(root): has 0 items; expected: at least 1")]
    [InlineData("""{"uniqueItems":true}""", "[1,true]", "[1,1.0]", "/1: is there twice; items have to be different")]
    [InlineData("""{"properties":{"a/b":{"type":"string"}}}""", "{\"a/b\":\"\"}", "{\"a/b\":1}", "/a~1b: is number; expected: string")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string"}}}""", "{\"y\":1}", "{\"x1\":1}", "/x1: is number; expected: string")]
    [InlineData("""{"properties":{"name":{}},"additionalProperties":false}""", "{\"name\":1}", "{\"nane\":1}", "(root): has nane, which is not allowed; did you mean name?")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", "{\"a\":1}", "{\"aa\":1}", "/aa: has 2 characters; expected: at most 1")]
    [InlineData("""{"required":["a"]}""", "{\"a\":1}", "{}", "(root): has no a")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", "{\"b\":1}", "{\"a\":1}", "(root): has no b, because a is there")]
    [InlineData("""{"dependencies":{"a":{"required":["b"]}}}""", "{\"a\":1,\"b\":1}", "{\"a\":1}", "(root): has no b")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5,"type":"number"}]}""", "5", "4", "(root): is none of the 2 things that it may be; nearest: (root): is number; expected: string")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":5}]}""", "4", "5", "(root): is 2 of the 2 things of which it must be one")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null", "(root): is just what it must not be")]
    [InlineData("""{"if":{"type":"number"},"then":{"minimum":1},"else":{"type":"string"}}""", "\"x\"", "0", "(root): is 0; expected: more than 1, or equal")]
    [InlineData("""{"$ref":"#/$defs/p","$defs":{"p":{"type":"string"}}}""", "\"\"", "1", "(root): is number; expected: string")]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", "{\"next\":{\"next\":{}}}", "{\"next\":{\"x\":1}}", "/next: has x, which is not allowed")]
    [InlineData("""{"$ref":"#node","$defs":{"p":{"$anchor":"node","type":"string"}}}""", "\"\"", "1", "(root): is number; expected: string")]
    [InlineData("""{"$ref":"urn:p","$defs":{"p":{"$id":"urn:p","type":"string"}}}""", "\"\"", "1", "(root): is number; expected: string")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","$ref":"#/definitions/p","type":"string","definitions":{"p":{"type":"number"}}}""", "1", "\"\"", "(root): is string; expected: number")]
    public void Each_keyword_lets_pass_what_it_should(string schema, string good, string bad, string violation)
    {
        var compiled = JsonSchema.Parse(schema);
        Assert.Empty(compiled.Validate(JsonElement.Parse(good)));
        Assert.Equal([violation], [.. compiled.Validate(JsonElement.Parse(bad))]);
    }

    [Fact]
    public void All_violations_are_told()
    {
        var schema = JsonSchema.Parse("""{"properties":{"a":{"type":"string"},"b":{"minimum":3}},"required":["c"]}""");
        Assert.Equal(["/a: is number; expected: string", "/b: is 1; expected: more than 3, or equal", "(root): has no c"], [.. schema.Validate(JsonElement.Parse("""{"a":1,"b":1}"""))]);
        Assert.Equal("and 400 more", JsonSchema.Parse("""{"items":{"type":"string"}}""").Validate(JsonElement.Parse($"[{string.Join(',', Enumerable.Range(0, 500))}]"))[^1]);
    }

    [Theory]
    [InlineData("nonsense", "the schema is no JSON")]
    [InlineData("[]", "expected: an object, true or false")]
    [InlineData("""{"minimumm":1}""", "#/minimumm in the schema is not known here")]
    [InlineData("""{"unevaluatedProperties":false}""", "is not known here")]
    [InlineData("""{"type":"text"}""", "has 'text'; there are string")]
    [InlineData("""{"pattern":"("}""", "this is no regular expression")]
    [InlineData("""{"format":"nonsense"}""", "has 'nonsense', which is not known here")]
    [InlineData("""{"$ref":"http://example.org/x"}""", "other documents are not read")]
    [InlineData("""{"$ref":"#/nowhere"}""", "is not in the document")]
    [InlineData("""{"minLength":-1}""", "has to be a whole number")]
    [InlineData("""{"anyOf":[]}""", "has to be a list of at least one schema")]
    [InlineData("""{"properties":{"a":1}}""", "#/properties/a in the schema is Number")]
    [InlineData("""{"multipleOf":0}""", "has to be more than 0")]
    [InlineData("""{"items":{},"prefixItems":1}""", "#/prefixItems in the schema has to be a list")]
    [InlineData("""{"properties":{"a":{},"a":{}}}""", "Duplicate property 'a'")]
    [InlineData("""{"dependencies":{"a":[],"a":[]}}""", "Duplicate property 'a'")]
    [InlineData("""{"format":"\ud800"}""", "the schema is no JSON")]
    public void A_schema_that_is_wrong_or_not_known_here_is_refused(string schema, string problem) => Assert.Contains(problem, Assert.Throws<FormatException>(() => JsonSchema.Parse(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_schema_that_goes_in_circles_is_held()
    {
        var failure = Assert.Throws<FlowException>(() => JsonSchema.Parse("""{"allOf":[{"$ref":"#"}]}""").Validate(JsonElement.Parse("1")));
        Assert.Equal(FlowErrorKind.Unprocessable, failure.Kind);
    }

    [Fact]
    public void A_schema_that_tries_too_much_is_held()
    {
        var twice = """{"anyOf":[{"allOf":[{"$ref":"#/$defs/x"},{"$ref":"#/$defs/x"}]},{"type":"string"}]}""";
        var defs = string.Join(',', Enumerable.Range(0, 40).Select(level => $"\"l{level}\":{twice.Replace("/x", $"/l{level + 1}", StringComparison.Ordinal)}"));
        var schema = JsonSchema.Parse("{\"$ref\":\"#/$defs/l0\",\"$defs\":{" + defs + ",\"l40\":true}}");
        Assert.Equal(FlowErrorKind.Timeout, Assert.Throws<FlowException>(() => schema.Validate(JsonElement.Parse("1"))).Kind);
    }

    // They all have one hash: what a double can tell apart ends before they differ.
    [Fact]
    public void Items_that_are_made_to_be_hard_to_tell_apart_are_held()
    {
        var items = string.Join(',', Enumerable.Range(0, 5000).Select(number => $"0.1{new string('0', 30)}{number:0000}"));
        Assert.Equal(FlowErrorKind.Timeout, Assert.Throws<FlowException>(() => JsonSchema.Parse("""{"uniqueItems":true}""").Validate(JsonElement.Parse($"[{items}]"))).Kind);
    }

    [Fact]
    public void A_flow_may_have_formats_of_its_own()
    {
        var schema = JsonSchema.Parse("""{"format":"sku"}""", new Dictionary<string, FlowPattern> { ["sku"] = FlowPattern.Parse("^[A-Z]{3}$") });
        Assert.Empty(schema.Validate(JsonElement.Parse("\"ABC\"")));
        Assert.Single(schema.Validate(JsonElement.Parse("\"abc\"")));
    }
}
