namespace Akka.Event.Internal;

/// <summary>A log message that holds its arguments without boxing them until it is formatted.</summary>
internal sealed class LogMessage<TArguments>(ILogMessageFormatter formatter, string format, TArguments arguments) : LogMessage(formatter, format)
    where TArguments : struct, ILogArguments
{
    public override string ToString() => Formatter.Format(Format, arguments.ToArray());
}

/// <summary>The arguments of one log call.</summary>
internal interface ILogArguments
{
    object[] ToArray();
}

internal readonly struct LogArray(object[] args) : ILogArguments
{
    public object[] ToArray() => args;
}

internal readonly struct LogArguments<T1>(T1 arg1) : ILogArguments
{
    public object[] ToArray() => [arg1!];
}

internal readonly struct LogArguments<T1, T2>(T1 arg1, T2 arg2) : ILogArguments
{
    public object[] ToArray() => [arg1!, arg2!];
}

internal readonly struct LogArguments<T1, T2, T3>(T1 arg1, T2 arg2, T3 arg3) : ILogArguments
{
    public object[] ToArray() => [arg1!, arg2!, arg3!];
}

internal readonly struct LogArguments<T1, T2, T3, T4>(T1 arg1, T2 arg2, T3 arg3, T4 arg4) : ILogArguments
{
    public object[] ToArray() => [arg1!, arg2!, arg3!, arg4!];
}

internal readonly struct LogArguments<T1, T2, T3, T4, T5>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) : ILogArguments
{
    public object[] ToArray() => [arg1!, arg2!, arg3!, arg4!, arg5!];
}

internal readonly struct LogArguments<T1, T2, T3, T4, T5, T6>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) : ILogArguments
{
    public object[] ToArray() => [arg1!, arg2!, arg3!, arg4!, arg5!, arg6!];
}
