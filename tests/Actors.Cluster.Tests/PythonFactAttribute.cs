namespace Actors.Cluster.Tests;

/// <summary>A test that needs Python 3, and says so where there is none; its jobs need a sandbox too.</summary>
public sealed class PythonFactAttribute : SandboxFactAttribute
{
    public const string Interpreter = "/usr/bin/python3";

    public PythonFactAttribute()
    {
        if (!File.Exists(Interpreter)) Skip = $"needs {Interpreter}";
    }
}
