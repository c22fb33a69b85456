using Actors.JobHost;

// Two modes, so that a source is compiled once and run many times; running never loads the compiler.
return args switch
{
    ["compile", var source, var assembly] => JobCompiler.Compile(source, assembly, Console.Error),
    ["run", var assembly] => JobRunner.Run(assembly, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Actors.JobHost compile SOURCE.cs JOB.dll   compiles a script or a single-file program; 1 and the compiler's messages if it has errors");
    Console.Error.WriteLine("       Actors.JobHost run JOB.dll                 runs it; exits with what it returns, 1 after an unhandled exception");
    return 2;
}
