#nullable disable annotations
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Makes filters of log events, to expect or to mute them. Needs <see cref="TestEventListener"/> among the loggers, as it is by default.</summary>
/// <remarks>Messages: of <c>message</c> (whole), <c>start</c> and <c>contains</c> the first one given counts. <c>source</c> is the log source,
/// or an actor's path, whole or without its address.</remarks>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    public EventFilterFactory(TestKitBase testkit) : this(testkit, testkit.Sys) { }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system) : this(testkit, system, []) { }

    /// <param name="testkit">Whose settings and assertions count.</param>
    /// <param name="actorSystem">Whose log counts.</param>
    /// <param name="filters">Any one of these matches too.</param>
    public EventFilterFactory(TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        ArgumentNullException.ThrowIfNull(testkit);
        ArgumentNullException.ThrowIfNull(actorSystem);
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters ?? [];
    }

    /// <summary>Errors logged with an exception of the type or derived from it.</summary>
    public IEventFilterApplier Exception<TException>(string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception =>
        Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string source = null) where TException : Exception =>
        Exception(typeof(TException), pattern, source);

    public IEventFilterApplier Exception(
        Type exceptionType, string message = null, string start = null, string contains = null, string source = null, bool checkInnerExceptions = false) =>
        Applier(LogEventPredicates.OfException(
            exceptionType, TextPattern.OfMessage(message, start, contains), TextPattern.OfSource(source), checkInnerExceptions));

    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string source = null, bool checkInnerExceptions = false) =>
        Applier(LogEventPredicates.OfException(exceptionType, TextPattern.OfMessage(pattern), TextPattern.OfSource(source), checkInnerExceptions));

    public IEventFilterApplier Error(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    public IEventFilterApplier Error(Regex pattern, string source = null) => ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    public IEventFilterApplier Warning(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    public IEventFilterApplier Warning(Regex pattern, string source = null) => ForLogLevel(LogLevel.WarningLevel, pattern, source);

    public IEventFilterApplier Info(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    public IEventFilterApplier Info(Regex pattern, string source = null) => ForLogLevel(LogLevel.InfoLevel, pattern, source);

    public IEventFilterApplier Debug(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    public IEventFilterApplier Debug(Regex pattern, string source = null) => ForLogLevel(LogLevel.DebugLevel, pattern, source);

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, string message = null, string start = null, string contains = null, string source = null) =>
        Applier(LogEventPredicates.OfLevel(logLevel, TextPattern.OfMessage(message, start, contains), TextPattern.OfSource(source)));

    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string source = null) =>
        Applier(LogEventPredicates.OfLevel(logLevel, TextPattern.OfMessage(pattern), TextPattern.OfSource(source)));

    /// <summary>Dead letters; here the source is the path of the recipient.</summary>
    public IEventFilterApplier DeadLetter() => Applier(LogEventPredicates.OfDeadLetter(null, _ => true, TextPattern.OfSource(null)));

    public IEventFilterApplier DeadLetter<TMessage>(string source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string source = null)
    {
        ArgumentNullException.ThrowIfNull(isMatch);
        return DeadLetter(typeof(TMessage), message => isMatch((TMessage)message), source);
    }

    public IEventFilterApplier DeadLetter(Type type, string source = null) => DeadLetter(type, _ => true, source);

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string source = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(isMatch);
        return Applier(LogEventPredicates.OfDeadLetter(type, message => isMatch(message), TextPattern.OfSource(source)));
    }

    /// <param name="predicate">Runs on the logger's thread.</param>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Custom<LogEvent>(predicate);

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate) where TLogEvent : LogEvent =>
        Applier(LogEventPredicates.OfCustom(predicate));

    protected IEventFilterApplier CreateApplier(EventFilterBase filter, ActorSystem system) => new EventFilterApplier(_testkit, system, [.. _filters, filter]);

    private IEventFilterApplier Applier(EventFilterBase filter) => CreateApplier(filter, _system);
}
