using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>How what a method returns becomes a result: whether it must be awaited, and what is in it then.</summary>
internal abstract class ReturnShape
{
    public virtual bool Streams => false;

    /// <exception cref="ActorsException">Or a <see cref="RemoteException"/>: at once, or in the task.</exception>
    public abstract ValueTask<MethodResult> Complete(object? returned, Call call);

    /// <summary>The type behind tasks and streams.</summary>
    public static Type ItemType(Type returnType)
    {
        var type = Awaited(returnType) ?? returnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
            return typeof(void);
        return JsonShape.Implemented(type, typeof(IAsyncEnumerable<>)) is { } item ? item[0] : type;
    }

    public static ReturnShape Of(Type type, JsonSerializerOptions options)
    {
        if (type == typeof(void)) return new NoReturn();
        if (type == typeof(ValueTask)) return new ValueTaskReturn();
        if (Awaited(type) is { } awaited)
            return Make(type.IsValueType ? typeof(ValueTaskReturn<>) : typeof(TaskReturn<>), awaited, Payload.Of(awaited, options));
        return typeof(Task).IsAssignableFrom(type) ? new TaskReturn() : Make(typeof(PlainReturn<>), type, Payload.Of(type, options));
    }

    private static ReturnShape Make(Type definition, Type type, Payload payload) => (ReturnShape)Activator.CreateInstance(definition.MakeGenericType(type), payload)!;

    private static Type? Awaited(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return type.GetGenericArguments()[0];
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(Task<>))
                return at.GetGenericArguments()[0];
        }

        return null;
    }

    private sealed class NoReturn : ReturnShape
    {
        public override ValueTask<MethodResult> Complete(object? returned, Call call) => ValueTask.FromResult(MethodResult.Nothing);
    }

    private sealed class PlainReturn<T>(Payload<T> payload) : ReturnShape
    {
        public override bool Streams => payload.Streams;

        public override ValueTask<MethodResult> Complete(object? returned, Call call) => ValueTask.FromResult(payload.Finish((T)returned!, call));
    }

    private sealed class TaskReturn : ReturnShape
    {
        public override ValueTask<MethodResult> Complete(object? returned, Call call) => Await((Task?)returned ?? throw NoTask(call), call);
    }

    private sealed class ValueTaskReturn : ReturnShape
    {
        public override ValueTask<MethodResult> Complete(object? returned, Call call) => Await(((ValueTask)returned!).AsTask(), call);
    }

    private sealed class TaskReturn<T>(Payload<T> payload) : ReturnShape
    {
        public override bool Streams => payload.Streams;

        public override ValueTask<MethodResult> Complete(object? returned, Call call)
        {
            var task = (Task<T>?)returned ?? throw NoTask(call);
            return task.IsCompletedSuccessfully ? ValueTask.FromResult(payload.Finish(task.Result, call)) : Await(new ValueTask<T>(task), payload, call);
        }
    }

    private sealed class ValueTaskReturn<T>(Payload<T> payload) : ReturnShape
    {
        public override bool Streams => payload.Streams;

        public override ValueTask<MethodResult> Complete(object? returned, Call call)
        {
            var task = (ValueTask<T>)returned!;
            return task.IsCompletedSuccessfully ? ValueTask.FromResult(payload.Finish(task.Result, call)) : Await(task, payload, call);
        }
    }

    private static async ValueTask<MethodResult> Await(Task task, Call call)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            throw call.Failure(thrown);
        }

        return MethodResult.Nothing;
    }

    private static async ValueTask<MethodResult> Await<T>(ValueTask<T> task, Payload<T> payload, Call call)
    {
        T value;
        try
        {
            value = await task.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            throw call.Failure(thrown);
        }

        return payload.Finish(value, call);
    }

    private static Exception NoTask(Call call) => call.Failure(new InvalidOperationException("The method returned null instead of a task."));
}
