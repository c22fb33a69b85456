using System.Reflection;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>One method that can be called.</summary>
internal sealed class CallableMethod(MethodInfo method, Signature signature, MethodDescription description, JsonSerializerOptions options)
{
    /// <summary>Emits code for the method after its second call: twice as fast as <see cref="MethodBase.Invoke(object?, object?[])"/>, and exceptions come as they are.</summary>
    private readonly MethodInvoker _invoker = MethodInvoker.Create(method);
    private readonly ReturnShape _returns = ReturnShape.Of(method.ReturnType, options);

    public Signature Signature => signature;

    public MethodDescription Description => description;

    public void CheckInstance(object? instance)
    {
        if (method.IsStatic || method.DeclaringType!.IsInstanceOfType(instance))
            return;
        ArgumentNullException.ThrowIfNull(instance);
        throw new ArgumentException($"{instance.GetType()} has no {description.Name}: it is a method of {method.DeclaringType}.", nameof(instance));
    }

    public ValueTask<MethodResult> Run(object? instance, object?[] values, Call call)
    {
        object? returned;
        try
        {
            returned = _invoker.Invoke(instance, values.AsSpan());
        }
        catch (Exception thrown)
        {
            return ValueTask.FromException<MethodResult>(call.Failure(thrown));
        }

        try
        {
            return _returns.Complete(returned, call);
        }
        catch (Exception refusal) when (refusal is ActorsException or RemoteException)
        {
            return ValueTask.FromException<MethodResult>(refusal);
        }
    }
}
