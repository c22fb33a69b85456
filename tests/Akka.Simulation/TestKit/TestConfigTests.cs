using Akka.Configuration.Internal;
using Akka.TestKit;
using Akka.TestKit.Configs;
using Xunit;

namespace Akka.Simulation.TestKit;

public class TestConfigTests
{
    [Fact]
    public void The_configs_of_the_TestKit_set_nothing_that_the_engine_does_not_read()
    {
        var config = TestConfigs.TestSchedulerConfig.WithFallback(TestKitBase.FullDebugConfig).WithFallback(TestConfigs.DefaultConfig);
        Assert.Empty(UnknownSettings.Find(config, EngineReferences.All()));
    }
}
