#nullable disable annotations
namespace Akka.TestKit;

/// <summary>How the TestKit fails a test: the bridge to a test framework. Formats are those of <see cref="string.Format(string, object[])"/>.</summary>
public interface ITestKitAssertions
{
    /// <summary>Throws the framework's assertion exception.</summary>
    void Fail(string format = "", params object[] args);

    void AssertTrue(bool condition, string format = "", params object[] args);

    void AssertFalse(bool condition, string format = "", params object[] args);

    void AssertEqual<T>(T expected, T actual, string format = "", params object[] args);

    void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args);
}
