using System.Reflection;
using System.Runtime.CompilerServices;
using Actors.Dataflow;
using Actors.Dataflow.Files;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>What is wrong with settings is found before a flow starts, with its file and line. Every module, and every setting of each.</summary>
public sealed class WrongSettingsTests
{
    public static TheoryData<string> Modules => [.. ModuleCatalog.BuiltIn.Modules.Select(module => module.Name)];

    public static TheoryData<string, string> Settings => Pairs(_ => true);

    public static TheoryData<string, string> Required => Pairs(property => property.IsDefined(typeof(RequiredMemberAttribute)));

    [Theory]
    [MemberData(nameof(Modules))]
    public void An_unknown_key_is_found(string module) => AssertProblem(module, "\nno-such-key = 1", "bench.conf:5: it:", "no-such-key");

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_value_of_a_wrong_form_is_found(string module, string key)
    {
        var type = Properties(ModuleCatalog.BuiltIn.Find(module)!).Single(property => Kebab.Of(property.Name) == key).PropertyType;
        if (Wrong(Nullable.GetUnderlyingType(type) ?? type) is { } value) AssertProblem(module, $"\n{key} = {value}", "bench.conf:5: ", key);
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void A_missing_key_is_found(string module, string key) => AssertProblem(module, "", "bench.conf:3: it: ", $"{key} is missing; expected: ");

    [Theory]
    [MemberData(nameof(Required))]
    public void A_key_with_nothing_behind_it_is_missing(string module, string key)
    {
        foreach (var nothing in (string[])["null", "{}", "${?NO_SUCH_VARIABLE}"]) AssertProblem(module, $"{key} = {nothing}", "bench.conf:", $"{key} is missing; expected: ");
    }

    [Theory]
    [InlineData("generator", "interval = -1 s", "interval")]
    [InlineData("generator", "interval = 1000 d", "interval: is 1000 d; expected: 0 s to 366 d")]
    [InlineData("generator", "burst = 0", "burst: is 0; expected: 1 to 100000")]
    [InlineData("generator", "event { data = \"<a\", kind = xml }", "event.data: the data are no XML")]
    [InlineData("cron", "schedule = \"99 * * * *\"", "schedule: '99' in the minute is not in 0 to 59")]
    [InlineData("cron", "schedule = \"@daily\", zone = Nowhere", "zone: this machine knows no time zone Nowhere")]
    [InlineData("event-log", "message = \"{open\"", "message: a brace is open at 1")]
    [InlineData("event-log", "message = \"a: {\\\"b\\\": 1}\"", "message: the brace that is open at 4 has no part of an event behind it; write {{ for a brace")]
    [InlineData("router", "routes = [{ patterns = [\"(\"], to = x }]", "this is no regular expression")]
    [InlineData("router", "routes = [{ xpath = \"//\", to = x }]", "'//' is no XPath")]
    [InlineData("router", "routes = [{ xpath = \"/o:a\", to = [] }]", "bind the prefixes in namespaces")]
    [InlineData("router", "routes = [{ xpath = \"nonsense()\", to = [] }]", "cannot be evaluated")]
    [InlineData("router", "routes = [{ xpath = \"/a\", json-path = \"$.a\", to = [] }]", "both set")]
    [InlineData("router", "routes = [{ patterns = x, to = far }]", "events may go to the outbox far, which is not connected; add to { far = OTHER }")]
    [InlineData("router", "routes = [], match-limit = 0 s", "match-limit: is 0 s; expected: 1 ms to 600 s")]
    [InlineData("select", "outbox = x, default = far", "events may go to the outbox far")]
    [InlineData("modify", "steps = []", "steps: has 0; expected: 1 to 1000")]
    [InlineData("modify", "steps = [{ path = id, value = x }]", "id cannot be changed")]
    [InlineData("modify", "steps = [{ path = a, value = x, from = data }]", "one step does one thing")]
    [InlineData("lookup", "key = x, path = a, file = nowhere.json", "cannot be read")]
    [InlineData("template", "", "set either text or file")]
    [InlineData("template", "file = nowhere.txt", "nowhere.txt cannot be read")]
    [InlineData("xslt", "", "set either file or text")]
    [InlineData("xslt", "file = nowhere.xsl", "nowhere.xsl cannot be read")]
    [InlineData("xslt", "text = \"<a\"", "text: this is no style sheet that is taken")]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n<xsl:include href='/etc/passwd'/></xsl:stylesheet>\"\"\"", "xsl:include reads another file, which is refused; put all templates into one (line 2 of it)")]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='///'/></xsl:stylesheet>\"\"\"", "text: this is no style sheet")]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:msxsl='urn:schemas-microsoft-com:xslt'><msxsl:script implements-prefix='x' xmlns:x='urn:x'>1</msxsl:script></xsl:stylesheet>\"\"\"", "text: this is no style sheet")]
    [InlineData("xslt", "text = \"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>\"", "text: this is no style sheet")]
    [InlineData("xsd", "", "set files or text")]
    [InlineData("xsd", "files = nowhere.xsd", "nowhere.xsd cannot be read")]
    [InlineData("xsd", "text = \"\"\"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='b'/></xs:schema>\"\"\"", "text: this is no schema that is taken: ")]
    [InlineData("xsd", "text = \"\"\"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='/tmp/x.xsd'/></xs:schema>\"\"\"", "text: this is no schema that is taken: ")]
    [InlineData("json-schema", "text = \"{\\\"typ\\\":1}\"", "text: #/typ in the schema is not known here")]
    [InlineData("json-schema", "file = nowhere.json", "nowhere.json cannot be read")]
    [InlineData("convert", "form = xml, root = \"a b\"", "root: 'a b' cannot be a name in XML")]
    [InlineData("convert", "form = xml, flatten = on", "flatten: only JSON and text can be flat")]
    [InlineData("join", "root = \"1\"", "root: '1' cannot be a name in XML")]
    [InlineData("join", "limit = 0", "limit: is 0; expected: 1 to 1000000")]
    [InlineData("batch", "max-bytes = 0", "max-bytes: is 0; expected: 1 to")]
    [InlineData("throttle", "rate = 0", "rate: is 0; expected: 1 to")]
    [InlineData("fresh", "silence = 1 ms", "silence: is 1 ms; expected: 10 ms to")]
    [InlineData("file-log", "folder = x, line = a, complete = on", "line and complete are both set")]
    [InlineData("file-log", "folder = bench.conf", "folder: ")]
    [InlineData("run-job", "runtime = cobol, text = x", "runtime: expected csharp or python or exec; found cobol")]
    [InlineData("run-job", "runtime = python", "set either file or text")]
    [InlineData("event-log", "message = \"{created:%}\"", "message: '%' is no format for created")]
    [InlineData("http-server", "max-body-bytes = 1 TiB", "max-body-bytes: is 1099511627776; expected: 0 to 1073741824")]
    [InlineData("http-server", "max-body-bytes = 99999999999999999999", "max-body-bytes: expected a size")]
    [InlineData("set-cookie", "name = \"a b\", value = x", "name: 'a b' cannot be the name of a cookie")]
    [InlineData("set-cookie", "name = a, value = x, path = \"/;x\"", "path: '/;x' cannot be the path of a cookie")]
    [InlineData("set-cookie", "name = a, value = x, domain = \"a;b\"", "domain: 'a;b' cannot be the domain of a cookie")]
    [InlineData("set-cookie", "name = a, value = x, same-site = none", "same-site: browsers take a cookie for all sites only over TLS")]
    [InlineData("basic-auth", "users { \"a:b\" = x }", "users: nobody can be called 'a:b'")]
    [InlineData("basic-auth", "realm = \"a\\nb\"", "realm: has a control character in it")]
    [InlineData("modify", "steps = [{ path = \"http/header/a b\", value = x }]", "'a b' cannot be the name of a header")]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>\"\"\", parameters { \"a b\" = x }", "parameters: 'a b' cannot be the name of a parameter")]
    [InlineData("xslt", "max-output-bytes = 10 GiB", "max-output-bytes: expected a size")]
    [InlineData("generator", "interval = 99999999999999 d", "interval: expected a duration")]
    [InlineData("generator", "event { attributes { \"\" = x } }", "event.attributes: The value cannot be an empty string")]
    [InlineData("generator", "event { attributes { \"a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a\" = x } }", "event.attributes: The path")]
    [InlineData("json-schema", "text = \"{\\\"items\\\":{},\\\"prefixItems\\\":1}\"", "text: #/prefixItems in the schema has to be a list")]
    [InlineData("tcp-in", "idle-timeout = 100 d", "idle-timeout: is 100 d; expected: 100 ms to 49 d")]
    [InlineData("http-server", "routes { a { path = \"{id}\", routes { b { path = \"{id}\" } } } }", "routes: b: '/{id}/{id}' is no path of a route")]
    [InlineData("http-server", "routes { a { path = \"{**rest}\", outbox = a, routes { b { path = \"x\" } } } }", "routes: b: '/{**rest}/x' is no path of a route")]
    [InlineData("http-server", "routes { a { path = \"{id:nonsense}\" } }", "routes: a: there is no constraint 'nonsense'")]
    [InlineData("http-server", "routes { a { path = \"{id:range(1)}\" } }", "routes: a: '/{id:range(1)}' has a constraint that cannot be")]
    [InlineData("http-server", "routes { a { path = \"x/{id}\" }, b { path = \"X/{name}\", methods = [POST] } }", "routes: b: '/X/{name}' takes the same requests as the route a")]
    public void What_makes_no_sense_is_found(string module, string settings, string problem) => AssertProblem(module, settings, "bench.conf:", problem);

    /// <summary>Settings without which a module is not checked any further.</summary>
    private static readonly Dictionary<string, string> Enough = new()
    {
        ["cron"] = "schedule = \"@daily\"",
        ["file-log"] = "folder = x",
        ["router"] = "routes = [{ patterns = x, to = [] }]",
        ["select"] = "outbox = x",
        ["modify"] = "steps = [{ path = a, value = b }]",
        ["lookup"] = "key = x\npath = a\ntable { a = b }",
        ["template"] = "text = x",
        ["convert"] = "form = json",
        ["set-cookie"] = "name = a\nvalue = b",
        ["json-schema"] = "text = \"{}\"",
        ["throttle"] = "rate = 1",
        ["fresh"] = "silence = 1 s",
        ["count"] = "occurrences = 1\nwindow = 1 s",
        ["run-job"] = "runtime = python\ntext = x",
        ["call-service"] = "service = a\nmethod = b",
        ["put-object"] = "name = a",
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Whatever_is_written_the_check_says_so_or_the_module_can_be_made(string module)
    {
        foreach (var key in Properties(ModuleCatalog.BuiltIn.Find(module)!).Select(property => Kebab.Of(property.Name)))
        {
            var others = Enough.GetValueOrDefault(module, "").Split('\n').Where(line => !line.StartsWith($"{key} ", StringComparison.Ordinal));
            foreach (var value in (string[])["\"\"", "-1", "1.5", "99999999999999999999", "[[[]]]", "[{}]", "{ a { a = 1 } }", "{ \"\" = \"\" }", "366 d", "1 TiB", "\"\\u0000\"", "\"[\"", "on"])
            {
                try
                {
                    ModuleBench.Load(module, string.Join('\n', others.Append($"{key} = {value}"))).Actors["it"].Module.Create();
                }
                catch (FlowCheckException)
                {
                    // It is told.
                }
                catch (Exception defect)
                {
                    throw new Xunit.Sdk.XunitException($"{module}: {key} = {value}: {defect}");
                }
            }
        }
    }

    private static void AssertProblem(string module, string settings, string place, string problem)
    {
        var failure = Assert.Throws<FlowCheckException>(() => ModuleBench.Load(module, settings));
        Assert.Contains(failure.Problems, each => each.ToString().Contains(place, StringComparison.Ordinal) && each.Message.Contains(problem, StringComparison.Ordinal));
    }

    private static IEnumerable<PropertyInfo> Properties(ModuleType module) => module.Settings is { } settings ? SettingsBinder.Properties(settings) : [];

    private static TheoryData<string, string> Pairs(Func<PropertyInfo, bool> which)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var module in ModuleCatalog.BuiltIn.Modules)
            foreach (var property in Properties(module).Where(which)) pairs.Add(module.Name, Kebab.Of(property.Name));
        return pairs;
    }

    private static string? Wrong(Type type)
    {
        if (type == typeof(string) || type == typeof(FilePath)) return "{ a = b }";
        if (type == typeof(FlowTemplate)) return "\"{open\"";
        if (type == typeof(EventPath)) return "\"a//b\"";
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? $"[{Wrong(type.GetGenericArguments()[0])}]" : "\"(\"";
    }
}
