using System.Text;
using System.Text.Json;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class OverloadsTests
{
    [Theory]
    // By number and names
    [InlineData("Count", "[]", "none")]
    [InlineData("Count", "[1]", "one")]
    [InlineData("Count", "[1, 2]", "two")]
    [InlineData("Names", """{"kilometres": 1}""", "kilometres")]
    [InlineData("Names", """{"miles": 1}""", "miles")]
    // By kind
    [InlineData("Kind", "[1]", "number")]
    [InlineData("Kind", "[\"1\"]", "string")]
    [InlineData("Kind", "[true]", "boolean")]
    [InlineData("Kind", "[[1]]", "array")]
    [InlineData("Kind", "[{\"x\": 1}]", "object")]
    // By conversion, the more specific first
    [InlineData("Number", "[1]", "int")]
    [InlineData("Number", "[3000000000]", "long")]
    [InlineData("Number", "[1.5]", "double")]
    [InlineData("Number", "[1.0]", "double")]
    [InlineData("Pair", "[1, 2]", "ints")]
    [InlineData("Pair", "[1, 2.5]", "doubles")]
    [InlineData("Enum", "[\"Red\"]", "color")]
    [InlineData("Enum", "[1]", "int")]
    [InlineData("Any", "[1]", "int")]
    [InlineData("Any", "[\"x\"]", "any")]
    [InlineData("Nullable", "[1]", "int")]
    [InlineData("Nullable", "[null]", "nullable")]
    // The one written out before the general one
    [InlineData("Optional", "[1]", "exact")]
    [InlineData("Optional", "[1, 2]", "optional")]
    [InlineData("Many", "[1]", "one")]
    [InlineData("Many", "[1, 2]", "many")]
    [InlineData("Many", "[[1, 2]]", "many")]
    [InlineData("Text", "[\"x\"]", "string")]
    public async Task The_overload_that_fits_best_is_called(string method, string json, string overload) =>
        Assert.Equal($"\"{overload}\"", await new Service().CallAsync(method, json));

    [Theory]
    [InlineData("Text", "[\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"]", "the arguments fit several overloads equally well: Text(string text); Text(guid id)")]
    [InlineData("Crossed", "[1, 2]", "the arguments fit several overloads equally well: Crossed(int a, double b); Crossed(double a, int b)")]
    [InlineData("Count", "[1, 2, 3]",
        "no overload takes such a number or such names of arguments: Count() takes no arguments, and 3 are given; Count(int a) takes one argument, and 3 are given; Count(int a, int b) takes 2 arguments, and 3 are given")]
    [InlineData("Count", "[\"x\"]", "argument 'a' of Count(int a) must be int, not the string \"x\"")]
    [InlineData("Number", "[\"x\"]",
        "no overload fits the arguments: argument 'number' of Number(int number) must be int, not the string \"x\"; argument 'number' of Number(long number) must be long, not the string \"x\"; argument 'number' of Number(double number) must be double, not the string \"x\"")]
    public void What_fits_none_or_several_is_told_the_candidates(string method, string json, string message)
    {
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Service)).Bind(method, Arguments.Of(Encoding.UTF8.GetBytes(json))));
        Assert.Equal((ErrorCodes.BadArguments, message), (refusal.Code, refusal.Message));
    }

    private enum Color
    {
        Red,
        Green,
    }

    private sealed class Service
    {
        public string Count() => "none";

        public string Count(int a) => "one";

        public string Count(int a, int b) => "two";

        public string Names(int kilometres) => nameof(kilometres);

        public string Names(double miles) => nameof(miles);

        public string Kind(int value) => "number";

        public string Kind(string value) => "string";

        public string Kind(bool value) => "boolean";

        public string Kind(int[] value) => "array";

        public string Kind(Dictionary<string, int> value) => "object";

        public string Number(int number) => "int";

        public string Number(long number) => "long";

        public string Number(double number) => "double";

        public string Pair(int a, int b) => "ints";

        public string Pair(double a, double b) => "doubles";

        public string Enum(Color color) => "color";

        public string Enum(int number) => "int";

        public string Any(JsonElement value) => "any";

        public string Any(int value) => "int";

        public string Nullable(int value) => "int";

        public string Nullable(int? value) => "nullable";

        public string Optional(int a) => "exact";

        public string Optional(int a, int b = 1) => "optional";

        public string Many(int number) => "one";

        public string Many(params int[] numbers) => "many";

        public string Text(string text) => "string";

        public string Text(Guid id) => "guid";

        public string Crossed(int a, double b) => "left";

        public string Crossed(double a, int b) => "right";
    }
}
