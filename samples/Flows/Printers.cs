using Actors.Dataflow;
using Actors.Dataflow.Modules.Sinks;
using Actors.Dataflow.Modules.Sources;

namespace Samples;

/// <summary>One generator sends each event to two printers.</summary>
public static class Printers
{
    public static Director Create(long? count)
    {
        var director = new Director("printers");
        var generator = director.Register<GeneratorModule>("event-generator", new GeneratorSettings { Interval = TimeSpan.FromSeconds(1), Count = count });
        var one = director.Register<StdoutModule>("output-one", new StdoutSettings { Prefix = "I am number one: ", Timestamp = true });
        var two = director.Register<StdoutModule>("output-two", new StdoutSettings { Prefix = "I am number two: ", Timestamp = true });

        director.Connect(generator, one, two);
        return director;
    }
}
