using Actors.Services;
using Actors.Services.Brokers;
using Xunit;

namespace Actors.Tests.Services;

public class ServiceViewsTests
{
    [Fact]
    public void What_fits_is_told_whole()
    {
        var views = Make(3);
        Assert.Equal(views.Select(view => view.Clone()), ServiceViews.Fit(views));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void A_long_list_fits_a_message(int services)
    {
        var listed = new ServicesListed { Services = { ServiceViews.Fit(Make(services)) } };
        Assert.InRange(listed.CalculateSize(), 30 * 1024, 64 * 1024);
    }

    [Fact]
    public void A_service_whose_hosts_are_left_out_says_so()
    {
        var views = ServiceViews.Fit(Make(10_000)).ToList();

        Assert.All(views, view => Assert.True(view.HostsLeftOut || view.Hosts.Count > 0));
        Assert.DoesNotContain(ServiceViews.Fit(Make(3)), view => view.HostsLeftOut);
    }

    [Fact]
    public void Signatures_go_before_methods_and_these_before_hosts_and_services()
    {
        var views = ServiceViews.Fit(Make(50), 40_000).ToList();
        Assert.Equal(50, views.Count);
        Assert.All(views, view => Assert.Equal(20, view.Shape.Methods.Count));
        Assert.Contains(views, view => view.Shape.Methods[0].Signature.Length == 0);

        var withoutMethods = ServiceViews.Fit(Make(50), 10_000).ToList();
        Assert.Equal((50, 50), (withoutMethods.Count, withoutMethods.Sum(view => view.Hosts.Count)));
        Assert.Contains(withoutMethods, view => view.Shape is null);
        var withoutHosts = ServiceViews.Fit(Make(50), 3_000).ToList();
        Assert.Equal(50, withoutHosts.Count);
        Assert.Contains(withoutHosts, view => view.Hosts.Count == 0);
        Assert.All(withoutHosts, view => Assert.Null(view.Shape));
        Assert.InRange(ServiceViews.Fit(Make(50), 500).Count(), 1, 20);
    }

    [Fact]
    public void The_brokers_own_shape_is_left_as_it_is()
    {
        var shape = Make(1)[0].Shape;
        _ = ServiceViews.Fit([new ServiceView { Service = "x", Shape = shape }], 1000).ToList();
        Assert.All(shape.Methods, method => Assert.NotEqual("", method.Signature));
    }

    private static List<ServiceView> Make(int count) => [.. Enumerable.Range(0, count).Select(i => new ServiceView
    {
        Service = $"service {i}",
        Broker = "akka.tcp://actors@127.0.0.1:4053",
        Hosts = { new HostView { Host = new string('a', 32), Address = "akka.tcp://actors@127.0.0.1:4054", Window = 4 } },
        Shape = new ServiceShape { Methods = { Enumerable.Range(0, 20).Select(j => new MethodShape { Name = $"Method{j}", Signature = $"Method{j}(int first, string second) -> Point[]" }) } },
    })];
}
