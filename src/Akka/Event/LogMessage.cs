namespace Akka.Event;

/// <summary>A message template with its arguments, formatted by <see cref="object.ToString"/>: by a logger, or never.</summary>
public abstract class LogMessage
{
    protected readonly ILogMessageFormatter Formatter;

    public LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The template, with its holes.</summary>
    public string Format { get; private set; }
}
