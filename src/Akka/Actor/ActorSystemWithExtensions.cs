#nullable disable annotations
namespace Akka.Actor;

/// <summary>Gets extensions by their types; the ids are made by their default constructors.</summary>
public static class ActorSystemWithExtensions
{
    public static T WithExtension<T>(this ActorSystem system) where T : class, IExtension => system.GetExtension<T>();

    public static T WithExtension<T>(this ActorSystem system, Type extensionId) where T : class, IExtension
    {
        ArgumentNullException.ThrowIfNull(extensionId);
        return system.TryGetExtension<T>(out var existing) ? existing : (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId));
    }

    public static T WithExtension<T, TI>(this ActorSystem system) where T : class, IExtension where TI : IExtensionId =>
        system.WithExtension<T>(typeof(TI));
}
