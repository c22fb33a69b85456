using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private void Assert(bool condition, string problem, string? hint = null)
    {
        if (!condition) Fail(problem, hint);
    }

    /// <summary>Fails the test, showing what it took last and what still waits.</summary>
    [DoesNotReturn]
    private void Fail(string problem, string? hint = null)
    {
        var report = new StringBuilder("Failed: ").Append(problem);
        if (!string.IsNullOrEmpty(hint)) report.Append(" (").Append(hint).Append(')');
        if (_history.Count > 0)
            report.Append(CultureInfo.InvariantCulture, $"\nLast messages taken, oldest first:\n  {string.Join("\n  ", _history)}");
        if (_received.Count > 0)
            report.Append(CultureInfo.InvariantCulture, $"\nMessages not yet taken: {_received.Count}");
        _assertions.Fail("{0}", report.ToString());
        throw new InvalidOperationException($"ITestKitAssertions.Fail must throw; the failure was: {report}");
    }
}
