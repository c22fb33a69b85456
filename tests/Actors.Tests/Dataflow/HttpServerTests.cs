using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Actors.Dataflow.Files;
using Actors.Dataflow.Modules.Documents;
using Actors.Dataflow.Modules.Http;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class HttpServerTests
{
    [Fact]
    public async Task A_request_goes_through_the_flow_and_its_reply_comes_back()
    {
        await using var site = await Site.StartAsync(item => item.WithData($"{item.Http!.Method} {item.Http.Path} {item.Http.Query.GetValueOrDefault("q")} {item.Text}"));
        var reply = await site.Client.PostAsync("/a/b/?q=1", new StringContent("hello"));
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8", "POST /a/b 1 hello"), (reply.StatusCode, reply.Content.Headers.ContentType!.ToString(), await reply.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("application/json", "{\"a\":1}", "application/json", "{\"a\":1}")]
    [InlineData("application/vnd.shop+json", "{\"a\":1}", "application/xml", "<a>1</a>")]
    [InlineData("text/xml", "<a>1</a>", "application/xml", "<a>1</a>")]
    [InlineData("text/xml", "<a>1</a>", "text/plain", "<a>1</a>")]
    [InlineData("text/xml", "<html><p/></html>", "text/html,application/xhtml+xml,*/*;q=0.8", "<html><p /></html>")]
    [InlineData("application/x-www-form-urlencoded", "XML=%3Ca%3E1%3C%2Fa%3E", "*/*", "<a>1</a>")]
    [InlineData("application/x-www-form-urlencoded", "JSON=%7B%22a%22%3A1%7D", "*/*", "{\"a\":1}")]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=x+y", "*/*", "{\"a\":\"1\",\"b\":\"x y\"}")]
    [InlineData("text/plain; charset=iso-8859-1", "gr\u00fcn", "*/*", "gr\u00fcn")]
    [InlineData("text/xml; charset=iso-8859-1", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>gr\u00fcn</a>", "*/*", "<a>gr\u00fcn</a>")]
    [InlineData("application/json", "\ufeff{\"a\":1}", "*/*", "{\"a\":1}")]
    public async Task Bodies_are_what_their_type_says_and_replies_what_the_client_accepts(string type, string body, string accept, string expected)
    {
        await using var site = await Site.StartAsync(item => item);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(type.Contains("8859") ? Encoding.Latin1.GetBytes(body) : Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var reply = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(expected, await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_reply_without_data_is_204()
    {
        await using var site = await Site.StartAsync(item => item.WithData(null));
        var reply = await site.Client.GetAsync("/");
        Assert.Equal((HttpStatusCode.NoContent, ""), (reply.StatusCode, await reply.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData(FlowErrorKind.NotModified, 304)]
    [InlineData(FlowErrorKind.MalformedData, 400)]
    [InlineData(FlowErrorKind.Unauthorized, 401)]
    [InlineData(FlowErrorKind.Forbidden, 403)]
    [InlineData(FlowErrorKind.NotFound, 404)]
    [InlineData(FlowErrorKind.NotAllowed, 405)]
    [InlineData(FlowErrorKind.Timeout, 408)]
    [InlineData(FlowErrorKind.Conflict, 409)]
    [InlineData(FlowErrorKind.Gone, 410)]
    [InlineData(FlowErrorKind.Unprocessable, 422)]
    [InlineData(FlowErrorKind.RateExceeded, 429)]
    [InlineData(FlowErrorKind.Failed, 500)]
    [InlineData(FlowErrorKind.Unavailable, 503)]
    public void An_error_is_a_reply_with_the_status_of_its_kind(FlowErrorKind kind, int status)
    {
        var failed = new FlowEvent(default, "x") { Http = new HttpExchange() }.WithError(FlowError.Of("it", new FlowException(kind, ["one", "two"]) { Code = "E1" }));
        var reply = HttpReply.Of(failed, "application/json", false);
        Assert.Equal(status, reply.Status);
        if (status != 304) Assert.Equal("{\"errors\":[{\"message\":\"one\",\"code\":\"E1\"},{\"message\":\"two\",\"code\":\"E1\"}]}", Encoding.UTF8.GetString(reply.Body.Span));
    }

    [Theory]
    [InlineData(201, 409)]
    [InlineData(302, 302)]
    [InlineData(410, 410)]
    public void A_status_of_success_that_was_set_before_is_not_that_of_an_error(int before, int after)
    {
        var failed = new FlowEvent(default, "x") { Http = new HttpExchange { Status = before } }.WithError(FlowError.Of("it", new FlowException(FlowErrorKind.Conflict, "no")));
        Assert.Equal(after, HttpReply.Of(failed, "", false).Status);
    }

    [Fact]
    public void A_reply_is_written_as_the_type_says_that_was_chosen_for_it()
    {
        var item = new FlowEvent(default, XmlData.Parse("<a>1</a>")) { Http = new HttpExchange().WithReplyHeader("Content-Type", "application/json; charset=utf-8") };
        Assert.Equal("{\"a\":\"1\"}", Encoding.UTF8.GetString(HttpReply.Of(item, "", false).Body.Span));
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("nonsense")]
    public void Letters_that_nobody_knows_are_415(string charset) =>
        Assert.Equal(FlowErrorKind.UnsupportedType, Assert.Throws<FlowException>(() => HttpBody.Read("x"u8.ToArray(), $"text/plain; charset={charset}")).Kind);

    [Fact]
    public void XML_in_other_letters_is_read_as_its_type_says()
    {
        var body = Encoding.Unicode.GetBytes("\ufeff<?xml version=\"1.0\" encoding=\"utf-16\"?><a>gr\u00fcn</a>");
        Assert.Equal("<a>gr\u00fcn</a>", $"{HttpBody.Read(body, "application/xml; charset=utf-16")}");
    }

    [Theory]
    [InlineData("X-Name", "gr\u00fcn", 200)]
    [InlineData("X-Name", "a\r\nSet-Cookie: b=c", 500)]
    [InlineData("X Name", "a", 500)]
    [InlineData("Transfer-Encoding", "chunked", 200)]
    [InlineData("Content-Length", "1", 200)]
    public async Task Headers_of_a_reply_harm_nobody(string name, string value, int status)
    {
        await using var site = await Site.StartAsync(item => item.WithData("well") with { Http = item.Http!.WithReplyHeader(name, value) });
        var reply = await site.Client.GetAsync("/");
        Assert.Equal(status, (int)reply.StatusCode);
        Assert.False(reply.Headers.Contains("Set-Cookie"));
        if (status == 200) Assert.Equal("well", await reply.Content.ReadAsStringAsync());
        else Assert.Contains("X", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(101, 500)]
    [InlineData(205, 205)]
    [InlineData(700, 500)]
    public async Task A_status_that_cannot_be_is_500_and_not_silence(int set, int status)
    {
        await using var site = await Site.StartAsync(item => item.WithData("well") with { Http = item.Http! with { Status = set } });
        Assert.Equal(status, (int)(await site.Client.GetAsync("/")).StatusCode);
    }

    // Whoever asks again and again must not fill the memory with what the flow has no room for.
    [Fact]
    public async Task Requests_that_wait_for_room_count_also_when_their_clients_have_gone()
    {
        var never = new TaskCompletionSource<FlowEvent?>();
        var director = new Director();
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0, MaxRequests = 2, ReplyTimeout = TimeSpan.FromMilliseconds(30) });
        var stuck = director.Register<Handler>("stuck", (Func<FlowEvent, Task<FlowEvent?>>)(_ => never.Task), new FlowActorOptions { Queue = 1 });
        director.Connect(server, stuck);
        director.Connect(stuck, server);
        await using var site = await Site.StartAsync(director);
        var replies = new List<HttpStatusCode>();
        while (replies.Count < 20 && !replies.Contains(HttpStatusCode.ServiceUnavailable)) replies.Add((await site.Client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, replies[^1]);
        never.SetResult(null);
    }

    [Fact]
    public async Task No_path_puts_a_line_of_its_own_into_the_log()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var site = await Site.StartAsync(item => item.WithData("well"), new HttpServerSettings { Port = 0, LogRequests = true }, onLog: lines.Enqueue);
        Assert.Equal("well", await site.Client.GetStringAsync("/a%0D%0Ab"));
        await site.Director.StopAsync();
        Assert.Contains(" GET /a%0D%0Ab 200", Assert.Single(lines, line => line.Contains("GET", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_module_did_not_foresee_is_not_told_to_strangers()
    {
        await using var site = await Site.StartAsync(FlowEvent? (_) => throw new InvalidOperationException("the password is sesame"));
        var reply = await site.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.InternalServerError, reply.StatusCode);
        Assert.DoesNotContain("sesame", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_name_and_password_a_request_is_401_by_the_error_edge()
    {
        await using var site = await Site.StartAsync(item => item.WithData($"hello {item.Http!.User}"), withAuth: true);
        var refused = await site.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic realm=\"shop\", charset=\"UTF-8\"", refused.Headers.WwwAuthenticate.ToString());
        site.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:wrong"u8));
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Client.GetAsync("/")).StatusCode);
        site.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:s:cret"u8));
        Assert.Equal("hello ann", await site.Client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("GET", "/shop/orders/7", "", 200, "orders 7")]
    [InlineData("POST", "/shop/orders", "application/json", 200, "create ")]
    [InlineData("POST", "/shop/orders", "text/plain", 415, "")]
    [InlineData("DELETE", "/shop/orders", "", 405, "")]
    [InlineData("GET", "/shop/nothing/here", "", 404, "")]
    [InlineData("GET", "/queues/orders", "", 200, "orders ")]
    [InlineData("GET", "/queues/other", "", 404, "")]
    public async Task Routes_lead_to_outboxes(string method, string path, string type, int status, string expected)
    {
        var routes = new Dictionary<string, HttpRoute>
        {
            ["shop"] = new()
            {
                Path = "shop",
                Routes = new Dictionary<string, HttpRoute>
                {
                    ["orders"] = new() { Path = "orders/{id}", Methods = ["GET"] },
                    ["create"] = new() { Path = "orders", Methods = ["POST"], Types = ["application/json"] },
                },
            },
            ["queues"] = new() { Path = "queues/{outbox}" },
        };
        await using var site = await Site.StartAsync(item => item, new HttpServerSettings { Port = 0, Routes = routes }, outboxes: ["orders", "create"]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (type.Length > 0) request.Content = new StringContent("1", new MediaTypeHeaderValue(type));
        var reply = await site.Client.SendAsync(request);
        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 405) Assert.Equal(["POST"], reply.Content.Headers.Allow);
        if (status == 200) Assert.Equal(expected, await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Bad_requests_get_their_status_and_the_server_lives_on()
    {
        await using var site = await Site.StartAsync(item => item, new HttpServerSettings { Port = 0, MaxBodyBytes = 1000 });
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("{\"a\":", "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(new string('[', 200), "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("<a><b></a>", "text/xml"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>", "text/xml"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "text/xml"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(new string('x', 1001), "text/plain"));
        Assert.Contains("400", await RawAsync(site, "what is this\r\n\r\n", closes: false), StringComparison.Ordinal);
        Assert.Contains("400", await RawAsync(site, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", closes: false), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("x", "text/plain"));

        async Task<HttpStatusCode> StatusAsync(string body, string type) => (await site.Client.PostAsync("/", new StringContent(body, new MediaTypeHeaderValue(type)))).StatusCode;
    }

    // Kestrel takes a closed side for a client that has gone.
    [Fact]
    public async Task A_client_that_closes_its_side_early_harms_nobody()
    {
        await using var site = await Site.StartAsync(item => item.WithData("well"));
        await RawAsync(site, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await RawAsync(site, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
        Assert.Equal("well", await site.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_client_that_is_slow_with_its_headers_is_not_waited_for()
    {
        await using var site = await Site.StartAsync(item => item.WithData("well"), new HttpServerSettings { Port = 0, HeadersTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Contains("408", await RawAsync(site, "GET / HTTP/1.1\r\nHo", closes: false), StringComparison.Ordinal);
        Assert.Equal("well", await site.Client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("POST", null, 201, "/orders/7")]
    [InlineData("POST", 202, 202, null)]
    [InlineData("GET", null, 200, null)]
    [InlineData("DELETE", null, 200, null)]
    public async Task A_rest_interface_says_what_became_of_a_request(string method, int? before, int after, string? location)
    {
        await using var site = await Site.RestAsync(item => item with { Http = item.Http! with { Status = before } });
        using var request = new HttpRequestMessage(new HttpMethod(method), "/orders") { Content = new StringContent("{\"id\":7}", new MediaTypeHeaderValue("application/json")) };
        var reply = await site.Client.SendAsync(request);
        Assert.Equal((after, location), ((int)reply.StatusCode, reply.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_rest_interface_without_data_is_204(string method)
    {
        await using var site = await Site.RestAsync(item => item.WithData(""));
        Assert.Equal(HttpStatusCode.NoContent, (await site.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"))).StatusCode);
    }

    [Theory]
    [InlineData("html", "text/html; charset=utf-8")]
    [InlineData("text", "text/plain; charset=utf-8")]
    public async Task What_a_style_sheet_makes_is_sent_as_what_it_is(string method, string type)
    {
        var director = new Director();
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0 });
        var sheet = $"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:output method='{method}'/><xsl:template match='/'><p>well<br/></p></xsl:template></xsl:stylesheet>";
        var page = director.Register<XsltModule>("page", new XsltSettings { Text = sheet });
        director.Connect(server, page);
        director.Connect(page, server);
        await using var site = await Site.StartAsync(director);
        var reply = await site.Client.PostAsync("/", new StringContent("<a/>", new MediaTypeHeaderValue("application/xml")));
        Assert.Equal((type, method == "html" ? "<p>well<br></p>" : "well"), (reply.Content.Headers.ContentType!.ToString(), await reply.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_reply_brings_its_cookies()
    {
        var director = new Director();
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0 });
        var one = director.Register<SetCookieModule>("one", new SetCookieSettings { Name = "session", Value = FlowTemplate.Parse("{http/header/User-Agent}"), Secure = true });
        var two = director.Register<SetCookieModule>("two", new SetCookieSettings { Name = "seen", Value = FlowTemplate.Parse("yes"), MaxAge = TimeSpan.FromHours(1), SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Strict });
        director.Connect(server, one);
        director.Connect(one, two);
        director.Connect(two, server);
        await using var site = await Site.StartAsync(director);
        site.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "a;b c");
        var reply = await site.Client.GetAsync("/");
        Assert.Equal(["session=a%3Bb%20c; path=/; secure; samesite=lax; httponly", "seen=yes; max-age=3600; path=/; samesite=strict; httponly"], reply.Headers.GetValues("Set-Cookie"));
    }

    [Theory]
    [InlineData("host = 0.0.0.0", ":2: server: host: 0.0.0.0 can be reached from other machines; give a certificate (tls), or set insecure = on")]
    [InlineData("host = example.com", ":2: server: host: expected an address of this machine")]
    [InlineData("port = 70000", ":2: server: port: is 70000; expected: 0 to 65535")]
    [InlineData("routes { a { path = \"x/{id\" } }", "is no path of a route")]
    [InlineData("routes { a { types = [json] } }", "'json' is no type; expected, for example, application/json")]
    [InlineData("tls { certificate = no.pem, key = no.key }", "there is no certificate in")]
    [InlineData("route = x", "no such key: route; did you mean routes?")]
    public void A_server_that_cannot_be_is_refused_before_the_start(string written, string problem)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "flow.conf");
        File.WriteAllText(file, $"flow {{ actors {{\n server {{ module = http-server, {written}, to = end }}\n end {{ module = discard }} }} }}");
        var failure = Assert.Throws<FlowCheckException>(() => FlowFile.Load(file));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    // As authorities give them: a client knows the root only, and the server has to send what is between.
    [Fact]
    public async Task A_certificate_may_bring_those_that_lead_to_its_authority()
    {
        using var folder = new TemporaryFolder();
        var (certificate, key) = (Path.Combine(folder.Path, "full.pem"), Path.Combine(folder.Path, "key.pem"));
        using var root = Certificate("root", null, out _);
        using var between = Certificate("between", root, out _);
        using var own = Certificate("localhost", between, out var secret);
        File.WriteAllText(certificate, own.ExportCertificatePem() + "\n" + between.ExportCertificatePem());
        File.WriteAllText(key, secret);
        var settings = new HttpServerSettings { Port = 0, Tls = new HttpTls { Certificate = FilePath.Parse(certificate), Key = FilePath.Parse(key) } };
        await using var site = await Site.StartAsync(item => item.WithData("well"), settings);
        using var handler = new SocketsHttpHandler();
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        handler.SslOptions.CertificateChainPolicy = policy;
        using var client = new HttpClient(handler);
        Assert.Equal("well", await client.GetStringAsync(site.Client.BaseAddress));
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_before_the_start()
    {
        using var folder = new TemporaryFolder();
        var (certificate, key) = (Path.Combine(folder.Path, "one.pem"), Path.Combine(folder.Path, "key.pem"));
        using var one = Certificate("one", null, out _);
        using var other = Certificate("other", null, out var secret);
        File.WriteAllText(certificate, one.ExportCertificatePem());
        File.WriteAllText(key, secret);
        Assert.Contains("with a key in", Assert.Single(new HttpTls { Certificate = FilePath.Parse(certificate), Key = FilePath.Parse(key) }.Problems()).Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Certificate(string name, X509Certificate2? by, out string secret)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(name != "localhost", false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        if (name == "localhost") request.CertificateExtensions.Add(names.Build());
        secret = key.ExportPkcs8PrivateKeyPem();
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        if (by is null) return request.CreateSelfSigned(from, to);
        using var signed = request.Create(by, by.NotBefore, by.NotAfter, [1, 2, 3, (byte)name.Length]);
        return signed.CopyWithPrivateKey(key);
    }

    [Fact]
    public async Task More_clients_than_its_limit_are_turned_away_at_the_door()
    {
        await using var site = await Site.StartAsync(item => item.WithData("well"), new HttpServerSettings { Port = 0, MaxConnections = 1 });
        Assert.Equal("well", await site.Client.GetStringAsync("/"));
        using var another = new HttpClient { BaseAddress = site.Client.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => another.GetStringAsync("/"));
        Assert.Equal("well", await site.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_client_that_leaves_harms_nobody()
    {
        var came = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async item =>
        {
            if (item.Http!.Path == "/slow")
            {
                came.SetResult();
                await go.Task;
            }

            return item.WithData("well");
        });
        using var leaving = new CancellationTokenSource();
        var slow = site.Client.GetAsync("/slow", leaving.Token);
        await came.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        go.SetResult();
        Assert.Equal("well", await site.Client.GetStringAsync("/quick"));
    }

    [Fact]
    public async Task No_reply_in_time_is_504()
    {
        await using var site = await Site.StartAsync(FlowEvent? (_) => null, new HttpServerSettings { Port = 0, ReplyTimeout = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await site.Client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_second_reply_is_ignored()
    {
        var director = new Director();
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0 });
        var (one, two) = (director.Register("one", item => item.WithData("a reply")), director.Register("two", item => item.WithData("a reply")));
        director.Connect(server, one, two);
        director.Connect([one, two], server);
        await using var site = await Site.StartAsync(director);
        Assert.Equal("a reply", await site.Client.GetStringAsync("/"));
        Assert.Equal("a reply", await site.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_flow_that_ends_answers_those_who_are_there()
    {
        var came = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async item =>
        {
            came.SetResult();
            await go.Task;
            return item.WithData("still here");
        });
        var reply = site.Client.GetStringAsync("/");
        await came.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var end = site.Director.StopAsync();
        go.SetResult();
        await end;
        Assert.Equal("still here", await reply);
    }

    // Sends, closes its side, and reads to the end.
    private static async Task<string> RawAsync(Site site, string request, bool closes = true)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site.Client.BaseAddress!.Host, site.Client.BaseAddress.Port);
        await using var stream = new NetworkStream(socket);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        if (closes) socket.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            return ""; // reset by the server
        }
    }

    /// <summary>A running flow with a server in it, and a client of it.</summary>
    private sealed class Site(Director director, HttpClient client) : IAsyncDisposable
    {
        public Director Director => director;

        public HttpClient Client => client;

        public static Task<Site> StartAsync(Func<FlowEvent, FlowEvent?> handle, HttpServerSettings? settings = null, bool withAuth = false, Action<string>? onLog = null, params string[] outboxes) =>
            StartAsync(item => Task.FromResult(handle(item)), settings, withAuth, onLog, outboxes);

        public static Task<Site> StartAsync(Func<FlowEvent, Task<FlowEvent?>> handle, HttpServerSettings? settings = null, bool withAuth = false, Action<string>? onLog = null, params string[] outboxes)
        {
            var director = new Director();
            var server = director.Register<HttpServerModule>("server", settings ?? new HttpServerSettings { Port = 0 });
            var handler = director.Register<Handler>("handler", handle, new FlowActorOptions { Concurrency = 10 });
            if (withAuth)
            {
                var auth = director.Register<BasicAuthModule>("auth", new BasicAuthSettings { Realm = "shop", Users = new Dictionary<string, string> { ["ann"] = "s:cret" } });
                director.Connect(server, auth);
                director.ConnectError(auth, server);
                director.Connect(auth, handler);
            }
            else if (outboxes.Length == 0)
            {
                director.Connect(server, handler);
            }

            foreach (var outbox in outboxes)
            {
                var named = director.Register($"to-{outbox}", item => item.WithData($"{outbox} {item.Http!.Route.GetValueOrDefault("id")}"));
                director.Connect(server[outbox], named);
                director.Connect(named, handler);
            }

            director.Connect(handler, server);
            director.ConnectError(handler, server);
            return StartAsync(director, onLog);
        }

        public static Task<Site> RestAsync(Func<FlowEvent, FlowEvent> handle)
        {
            var director = new Director();
            var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0 });
            var handler = director.Register("handler", handle);
            var rest = director.Register<RestModule>("rest", new RestSettings { Location = FlowTemplate.Parse("/orders/{data/id}") });
            director.Connect(server, handler);
            director.Connect(handler, rest);
            director.Connect(rest, server);
            return StartAsync(director);
        }

        public static async Task<Site> StartAsync(Director director, Action<string>? onLog = null)
        {
            var address = new TaskCompletionSource<string>();
            var log = director.Register("log", item =>
            {
                if (item.Data is FlowLogLine said) onLog?.Invoke(said.Message);
                if (item.Data is FlowLogLine line && line.Message.StartsWith("listens at ", StringComparison.Ordinal)) address.TrySetResult(line.Message["listens at ".Length..]);
            });
            director.WithLogActor(log);
            await director.StartAsync();
            return new Site(director, new HttpClient { BaseAddress = new Uri(await address.Task.WaitAsync(TimeSpan.FromSeconds(20))) });
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await director.DisposeAsync();
        }
    }
}

/// <summary>A function that takes its time.</summary>
[FlowModule("test-handler", "For tests.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class Handler(Func<FlowEvent, Task<FlowEvent?>> handle) : FlowModule
{
    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (await handle(item) is { } reply) await SendAsync(reply);
    }
}
