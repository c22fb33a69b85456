using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>
/// Fills numbered holes as <see cref="string.Format(string, object[])"/> does and named ones, <c>{Address}</c>, in order. It never throws:
/// a template that does not fit its arguments is shown as it is, followed by them.
/// </summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    public string Format(string format, params object[] args) => MessageTemplate.Fill(format, args);

    public string Format(string format, IEnumerable<object> args) => MessageTemplate.Fill(format, [.. args]);
}
