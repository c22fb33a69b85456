#nullable disable annotations
using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>
/// The methods to log with. The generic ones keep their arguments unboxed and unformatted until a logger wants the text; a call below the
/// level returns before it allocates anything.
/// </summary>
public static partial class LoggingExtensions
{
    public static void Log(this ILoggingAdapter log, LogLevel level, string format)
    {
        if (log.IsEnabled(level)) log.Log(level, null, format);
    }

    public static void Log(this ILoggingAdapter log, LogLevel level, string format, object[] args)
    {
        if (log.IsEnabled(level)) Write(log, level, null, format, new LogArray(args));
    }

    public static void Log(this ILoggingAdapter log, LogLevel level, Exception cause, string format, object[] args)
    {
        if (log.IsEnabled(level)) Write(log, level, cause, format, new LogArray(args));
    }

    public static void Log<T1>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1>(arg1));
    }

    public static void Log<T1, T2>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1, T2>(arg1, arg2));
    }

    public static void Log<T1, T2, T3>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1, T2, T3>(arg1, arg2, arg3));
    }

    public static void Log<T1, T2, T3, T4>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1, T2, T3, T4>(arg1, arg2, arg3, arg4));
    }

    public static void Log<T1, T2, T3, T4, T5>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1, T2, T3, T4, T5>(arg1, arg2, arg3, arg4, arg5));
    }

    public static void Log<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, LogLevel logLevel, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        if (log.IsEnabled(logLevel)) Write(log, logLevel, cause, format, new LogArguments<T1, T2, T3, T4, T5, T6>(arg1, arg2, arg3, arg4, arg5, arg6));
    }

    private static void Write<TArguments>(ILoggingAdapter log, LogLevel level, Exception cause, string format, TArguments arguments)
        where TArguments : struct, ILogArguments =>
        log.Log(level, cause, new LogMessage<TArguments>(log.Formatter, format, arguments));
}
