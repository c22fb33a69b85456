using Actors.JobHost;

// Two modes, so that a source is compiled once and run many times; running never loads the compiler.
return args switch
{
    ["compile", var source] => JobCompiler.Compile(source, Console.OpenStandardOutput(), Console.Error),
    ["run", var assembly, .. var arguments] => JobRunner.Run(assembly, arguments, Console.Error),
    ["check"] => 0,
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Actors.JobHost compile SOURCE.cs      compiles a script or a single-file program to stdout; 1 and the compiler's messages if it has errors");
    Console.Error.WriteLine("       Actors.JobHost run JOB.dll [ARG]...   runs it; exits with what it returns, 1 after an unhandled exception");
    Console.Error.WriteLine("       Actors.JobHost check                  shows that it can be started");
    return 2;
}
