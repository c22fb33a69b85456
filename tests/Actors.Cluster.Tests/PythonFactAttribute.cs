using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>A test that needs Python 3, and says so where there is none.</summary>
public sealed class PythonFactAttribute : FactAttribute
{
    public const string Interpreter = "/usr/bin/python3";

    public PythonFactAttribute()
    {
        if (!File.Exists(Interpreter)) Skip = $"needs {Interpreter}";
    }
}
