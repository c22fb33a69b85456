using System.Reflection;
using Actors.Dataflow.Files;

namespace Actors.Dataflow.Modules;

/// <summary>A kind of module: its class and what the class says of itself.</summary>
public sealed class ModuleType
{
    private ModuleType(Type type, FlowModuleAttribute facts, ConstructorInfo? constructor)
    {
        Type = type;
        Facts = facts;
        Constructor = constructor;
        Settings = constructor?.GetParameters() is [var settings] ? settings.ParameterType : null;
        if (Settings is not null && SettingsBinder.Properties(Settings).FirstOrDefault(property => FlowFile.ActorKeys.Contains(Kebab.Of(property.Name))) is { } taken)
            throw new ArgumentException($"{Settings} has a {taken.Name}; every flow actor has a key of that name, which is not the module's.", nameof(type));
    }

    public Type Type { get; }

    public FlowModuleAttribute Facts { get; }

    public string Name => Facts.Name;

    /// <summary>The type of the settings: what the one parameter of the class's constructor is; null if it has none.</summary>
    public Type? Settings { get; }

    private ConstructorInfo? Constructor { get; }

    /// <param name="type">A class derived from <see cref="FlowModule"/> with a <see cref="FlowModuleAttribute"/> and one public constructor, of no parameter or of one: its settings.</param>
    /// <exception cref="ArgumentException">It is not such a class.</exception>
    public static ModuleType Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsSubclassOf(typeof(FlowModule)) || type.IsAbstract) throw new ArgumentException($"{type} is no class derived from {nameof(FlowModule)}.", nameof(type));
        if (type.GetCustomAttribute<FlowModuleAttribute>() is not { } facts) throw new ArgumentException($"{type} has no [FlowModule(name, summary)].", nameof(type));
        return type.GetConstructors() is [var constructor] && constructor.GetParameters().Length <= 1
            ? new ModuleType(type, facts, constructor)
            : throw new ArgumentException($"{type} needs one public constructor, with no parameter or with its settings as the only one.", nameof(type));
    }

    /// <summary>Of a class that only this library makes.</summary>
    internal static ModuleType Local<TModule>()
        where TModule : FlowModule =>
        new(typeof(TModule), typeof(TModule).GetCustomAttribute<FlowModuleAttribute>()!, null);

    /// <exception cref="Exception">What the constructor throws.</exception>
    internal FlowModule Create(object? settings)
    {
        object?[] arguments = Settings is null ? [] : [settings];
        return (FlowModule)Constructor!.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    public override string ToString() => Name;
}
