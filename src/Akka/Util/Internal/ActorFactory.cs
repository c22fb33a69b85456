using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Akka.Actor;

namespace Akka.Util.Internal;

/// <summary>Turns a type and its constructor arguments into a delegate; the constructor is looked up once.</summary>
internal static class ActorFactory
{
    private const BindingFlags AnyConstructor = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static Func<ActorBase> For(Type type, object?[] args)
    {
        if (type.IsAbstract)
            throw new ActorInitializationException($"{type} is abstract and cannot be created");
        var constructor = Match(type, args);
        var complete = WithDefaults(constructor, args);
        if (complete.Length == 0)
        {
            var create = ConstructorInvoker.Create(constructor);
            return () => (ActorBase)create.Invoke();
        }
        var invoker = ConstructorInvoker.Create(constructor);
        return () => (ActorBase)invoker.Invoke(complete.AsSpan());
    }

    private static ConstructorInfo Match(Type type, object?[] args)
    {
        ConstructorInfo? found = null;
        foreach (var constructor in type.GetConstructors(AnyConstructor))
        {
            if (!Takes(constructor, args))
                continue;
            if (found is null || IsCloser(constructor, found, args))
                found = constructor;
        }
        return found ?? throw new ActorInitializationException(
            $"{type} has no constructor that takes ({string.Join(", ", args.Select(arg => arg?.GetType().Name ?? "null"))}); "
            + $"it has {string.Join(" and ", type.GetConstructors(AnyConstructor).Select(Describe))}");
    }

    private static string Describe(ConstructorInfo constructor) => "(" + string.Join(", ", constructor.GetParameters().Select(p => p.ParameterType.Name)) + ")";

    private static bool Takes(ConstructorInfo constructor, object?[] args)
    {
        var parameters = constructor.GetParameters();
        if (parameters.Length < args.Length || parameters.Skip(args.Length).Any(parameter => !parameter.HasDefaultValue))
            return false;
        for (var i = 0; i < args.Length; i++)
        {
            var wanted = parameters[i].ParameterType;
            if (args[i] is null ? wanted.IsValueType && Nullable.GetUnderlyingType(wanted) is null : !wanted.IsInstanceOfType(args[i]))
                return false;
        }
        return true;
    }

    // Fewer defaulted parameters first, then the more derived parameter types.
    private static bool IsCloser(ConstructorInfo candidate, ConstructorInfo best, object?[] args)
    {
        var (mine, theirs) = (candidate.GetParameters(), best.GetParameters());
        if (mine.Length != theirs.Length)
            return mine.Length < theirs.Length;
        for (var i = 0; i < args.Length; i++)
            if (mine[i].ParameterType != theirs[i].ParameterType)
                return theirs[i].ParameterType.IsAssignableFrom(mine[i].ParameterType);
        return false;
    }

    private static object?[] WithDefaults(ConstructorInfo constructor, object?[] args) =>
        [.. args, .. constructor.GetParameters().Skip(args.Length).Select(parameter => parameter.DefaultValue)];
}

/// <summary>Evaluates the arguments of a Props expression without compiling them where they are constants, fields or captured variables.</summary>
internal static class ExpressionValue
{
    public static object? Of(Expression? expression) => expression switch
    {
        null => null,
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(Of(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(Of(member.Expression), BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when IsReferenceConversion(convert) => Of(convert.Operand),
        _ => Expression.Lambda<Func<object>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private static bool IsReferenceConversion(UnaryExpression convert) => convert.Type.IsAssignableFrom(convert.Operand.Type);
}
