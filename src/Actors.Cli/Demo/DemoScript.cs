namespace Actors.Cli.Demo;

/// <summary>The demo's own jobs, embedded into the executable.</summary>
internal static class DemoScript
{
    public static string Map => Read("map.csx");

    public static string Mandelbrot => Read("mandelbrot.csx");

    public static string Reduce(int parts) => Read("reduce.csx").Replace("Parts = 0", $"Parts = {parts}");

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(DemoScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
