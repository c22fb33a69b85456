using System.Runtime.InteropServices;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>What a test may need of its machine.</summary>
internal static class Needs
{
    private const string Interpreter = "/usr/bin/python3";

    public static string? Python => File.Exists(Interpreter) ? null : $"needs {Interpreter}";

    /// <summary>For tests that name system calls by their numbers.</summary>
    public static string? X64 => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? null : "needs an x86-64 processor";

    /// <summary>The number of the calling thread's session keyring; negative where the kernel does not tell.</summary>
    public static long SessionKeyring()
    {
        const long keyControl = 250;
        const long getId = 0;
        const long session = -3;
        return SystemCall(keyControl, getId, session, 0);
    }

    [DllImport("libc", EntryPoint = "syscall"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long SystemCall(long number, long first, long second, long third);
}

/// <summary>A test that needs one provider; skipped, with the reason, where that does not work.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ProviderFactAttribute : FactAttribute
{
    public ProviderFactAttribute(string provider) => Skip = Boxes.ProblemWith(provider)!;
}

/// <summary>Likewise, with Python in the box and on a processor whose system calls the test knows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProviderSystemCallFactAttribute : ProviderFactAttribute
{
    public ProviderSystemCallFactAttribute(string provider)
        : base(provider) => Skip = (Skip ?? Needs.Python ?? Needs.X64)!;
}

/// <summary>A test of every provider that works here; skipped, with the reason, where none does.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class BoxTheoryAttribute : TheoryAttribute
{
    public BoxTheoryAttribute() => Skip = Boxes.ProblemWithAll!;
}

/// <summary>Likewise, with Python in the box.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonBoxTheoryAttribute : BoxTheoryAttribute
{
    public PythonBoxTheoryAttribute() => Skip = (Skip ?? Needs.Python)!;
}

/// <summary>A test that needs Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Needs.Python!;
}

/// <summary>A test of what only root could do wrong.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = (WorkFolder.IsRoot ? null : "needs root")!;
}

/// <summary>A test that asks the kernel for keyrings.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KeyringFactAttribute : FactAttribute
{
    public KeyringFactAttribute() => Skip = (Needs.X64 ?? (Needs.SessionKeyring() < 0 ? "keyrings are denied here" : null))!;
}
