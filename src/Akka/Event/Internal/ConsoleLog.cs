namespace Akka.Event.Internal;

/// <summary>Writes whole lines to standard output, in colour on a terminal.</summary>
internal static class ConsoleLog
{
    // The colour is state of the console: setting it, writing and resetting it must not interleave with another thread's line.
    private static readonly Lock Line = new();

    public static void WriteLine(string line, ConsoleColor? color)
    {
        if (color is null || Console.IsOutputRedirected)
        {
            Console.WriteLine(line);
            return;
        }

        lock (Line)
        {
            Console.ForegroundColor = color.Value;
            try
            {
                Console.WriteLine(line);
            }
            finally
            {
                Console.ResetColor();
            }
        }
    }
}
