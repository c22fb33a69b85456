using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace Actors.JobHost;

/// <summary>Runs a compiled job in this process, whose standard output is the job's output.</summary>
internal static class JobRunner
{
    public const string ScriptClass = "JobScript";

    private const int OutputBufferBytes = 1 << 16;

    /// <returns>What the job returns, 0 if it returns nothing, 1 after an unhandled exception.</returns>
    public static int Run(string assemblyPath, string[] arguments, TextWriter errors)
    {
        // Console.Out flushes every line; a job that prints a million of them should not pay a system call for each.
        // It is flushed when the process ends, however it does, so it is never closed.
        var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: OutputBufferBytes) { AutoFlush = false };
        Console.SetOut(TextWriter.Synchronized(output));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Out.Flush();
        try
        {
            return Invoke(AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(assemblyPath)), arguments);
        }
        catch (Exception e)
        {
            // A job's failure is its own: it is told on its standard error and by the exit code.
            errors.WriteLine($"Unhandled exception: {e}");
            return 1;
        }
    }

    private static int Invoke(Assembly job, string[] arguments)
    {
        try
        {
            if (job.EntryPoint is { } main)
            {
                object?[] passed = main.GetParameters().Length == 0 ? [] : [arguments];
                return main.Invoke(null, passed) as int? ?? 0;
            }
            var factory = job.GetType(ScriptClass)?.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                ?? throw new BadImageFormatException("The assembly is no compiled job: it has neither an entry point nor a script");
            var running = (Task<object?>)factory.Invoke(null, [new object?[2]])!;
            var value = running.GetAwaiter().GetResult();
            if (value is not null)
                Console.Out.WriteLine(value);
            return 0;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
