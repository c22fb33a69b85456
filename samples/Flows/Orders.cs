using Actors.Dataflow;
using Actors.Dataflow.Modules.Documents;
using Actors.Dataflow.Modules.Http;
using Actors.Dataflow.Values;

namespace Samples;

/// <summary>A request by HTTP goes through a password and two transformations with a step of one's own between them, and back as the reply. What fails goes to the server too, and is a reply with its status.</summary>
public static class Orders
{
    public static Director Create(int port)
    {
        var director = new Director("orders");
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = port });
        var auth = director.Register<BasicAuthModule>("auth", new BasicAuthSettings { Realm = "orders", Users = new Dictionary<string, string> { ["ann"] = "secret" } });
        var submit = director.Register<XsltModule>("submit-transform", new XsltSettings { File = FilePath.Parse(FileOf("submit.xsl")) });
        var executor = director.Register<OrderExecutor>("request-executor");
        var acknowledge = director.Register<XsltModule>("acknowledge-transform", new XsltSettings { File = FilePath.Parse(FileOf("acknowledge.xsl")) });

        director.Connect(server, auth);
        director.Connect(auth, submit);
        director.Connect(submit, executor);
        director.Connect(executor, acknowledge);
        director.Connect(acknowledge, server);
        director.ConnectError(auth, server);
        director.ConnectError(submit, server);
        director.ConnectError(executor, server);
        return director;
    }

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
