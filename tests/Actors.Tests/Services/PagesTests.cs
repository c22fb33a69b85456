using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Deployment.Control;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services;

public class PagesTests
{
    private const int Frame = 100 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(2_000)]
    public void All_services_of_all_brokers_are_in_one_of_the_pages(int services)
    {
        ServiceView[][] brokers = [.. Enumerable.Range(0, 3).Select(broker => Enumerable.Range(0, services).Where(i => i % 3 == broker).Select(i => Service($"service {i}", $"b{broker}", hosts: 2)).ToArray())];

        var pages = PagesOf(brokers);

        Assert.All(pages, page => Assert.InRange(page.CalculateSize(), 0, Frame));
        var whole = ServicePages.Instance.Whole(pages.SelectMany(page => page.Services));
        Assert.Equal(brokers.SelectMany(views => views).OrderBy(view => view.Service, StringComparer.Ordinal), whole);
    }

    [Fact]
    public void A_service_with_many_hosts_has_all_of_them_on_several_pages()
    {
        var large = Service("large", "b", hosts: 10_000);
        ServiceView[] views = [Service("a", "b", hosts: 1), large, Service("z", "b", hosts: 1)];

        var pages = PagesOf([views]);

        Assert.InRange(pages.Count, 10, 40);
        Assert.All(pages, page => Assert.InRange(page.CalculateSize(), 0, Frame));
        Assert.Equal(views, ServicePages.Instance.Whole(pages.SelectMany(page => page.Services)));
    }

    [Fact]
    public void What_is_there_all_the_while_is_found_though_others_come_and_go()
    {
        var views = Enumerable.Range(0, 1000).Select(i => Service($"service {i}", "b", hosts: 3)).ToList();
        var seen = new List<ServiceView>();
        for (var after = ""; ;)
        {
            var page = CutOf(views, new ListServices { After = after });
            seen.AddRange(page.Services);
            if ((after = page.Next).Length == 0)
                break;
            views.RemoveAll(view => view.Service.EndsWith('7'));
            views.Add(Service($"new {seen.Count}", "b", hosts: 1));
        }

        var found = ServicePages.Instance.Whole(seen).Select(view => view.Service).ToHashSet();
        Assert.All(views.Where(view => view.Service.StartsWith("service", StringComparison.Ordinal)), view => Assert.Contains(view.Service, found));
    }

    [Fact]
    public void A_service_that_moves_is_told_once()
    {
        ServiceView before = Service("s", "old", hosts: 3), after = Service("s", "new", hosts: 2);
        (before.Running, after.Running, after.Queued) = (1, 2, 5);

        var whole = Assert.Single(PagesOf([[before], [after]]).SelectMany(page => page.Services));

        Assert.Equal((3, 5, 3), (whole.Running, whole.Queued, whole.Hosts.Count));
    }

    [Fact]
    public void Deployments_with_many_instances_come_in_pages_too()
    {
        DeploymentView[][] brokers = [[.. Enumerable.Range(0, 300).Select(i => Deployment($"d{i}", 3))], [Deployment("large", 5_000)]];
        var pages = new List<DeploymentsListed>();
        do
        {
            var list = new ListDeployments { After = pages.Count == 0 ? "" : pages[^1].Next };
            pages.Add(DeploymentPages.Answer(list, DeploymentPages.Instance.Join(
                [.. brokers.Select(views => DeploymentPages.Of(DeploymentPages.Answer(list, DeploymentPages.Instance.Cut(views, view => view.Service, view => view, list.After))))])));
        }
        while (pages[^1].Next.Length > 0);

        Assert.All(pages, page => Assert.InRange(page.CalculateSize(), 0, Frame));
        Assert.Equal(brokers.SelectMany(views => views).OrderBy(view => view.Service, StringComparer.Ordinal), DeploymentPages.Instance.Whole(pages.SelectMany(page => page.Deployments)));
    }

    [Fact]
    public void Of_two_homes_of_a_deployment_the_one_that_knows_more_is_believed()
    {
        DeploymentView early = Deployment("d", 2), late = Deployment("d", 3);
        (late.Document, late.Problem) = (ByteString.CopyFrom([1, .. new byte[15]]), "none");

        Assert.Equal(late, Assert.Single(DeploymentPages.Instance.Join([new([early], ""), new([late], "")]).Views));
    }

    [Fact]
    public void One_deployment_alone_is_shown_with_as_many_instances_as_fit()
    {
        Assert.InRange(DeploymentPages.Fit(Deployment("d", 5000)).CalculateSize(), 60 * 1024, Frame);
        Assert.Equal(200, DeploymentPages.Fit(Deployment("d", 200)).Instances.Count);
    }

    [Fact]
    public void Only_the_counts_are_in_a_list_for_those_who_want_no_more()
    {
        var page = ServicePages.Instance.Cut(Enumerable.Range(0, 500), i => $"{i:000}", i => new ServiceView { Service = $"{i:000}", Broker = "akka.tcp://actors@127.0.0.1:4053", Queued = i }, "");
        Assert.Equal((500, ""), (page.Views.Count, page.Next));
    }

    private static List<ServicesListed> PagesOf(ServiceView[][] brokers)
    {
        var pages = new List<ServicesListed>();
        do
        {
            var list = new ListServices { After = pages.Count == 0 ? "" : pages[^1].Next };
            pages.Add(ServicePages.Answer(list, ServicePages.Instance.Join([.. brokers.Select(views => ServicePages.Of(CutOf(views, list)))])));
        }
        while (pages[^1].Next.Length > 0);

        return pages;
    }

    private static ServicesListed CutOf(IEnumerable<ServiceView> views, ListServices list) =>
        ServicePages.Answer(list, ServicePages.Instance.Cut(views, view => view.Service, view => view, list.After));

    private static ServiceView Service(string name, string broker, int hosts) => new()
    {
        Service = name,
        Broker = broker,
        Queued = 0,
        Hosts = { Enumerable.Range(0, hosts).Select(i => new HostView { Host = $"{i:d32}", Address = "akka.tcp://actors@127.0.0.1:4054", Window = 4 }) },
        Shape = Shape(methods: 5),
    };

    private static ServiceShape Shape(int methods) => new() { Methods = { Enumerable.Range(0, methods).Select(i => new MethodShape { Name = $"Method{i}", Signature = $"Method{i}(int first, string second) -> Point[{i}]" }) } };

    private static DeploymentView Deployment(string name, int instances) => new()
    {
        Service = name,
        Broker = "b",
        Instances = { Enumerable.Range(0, instances).Select(i => new InstanceView { Instance = $"{i:d32}", Service = name, Node = "akka.tcp://actors@127.0.0.1:4054" }) },
    };
}
