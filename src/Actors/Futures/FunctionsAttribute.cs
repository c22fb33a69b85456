namespace Actors.Futures;

/// <summary>
/// Makes the public static methods of a class, or of all public classes of an assembly, callable as futures: <c>[Functions]</c>, <c>[assembly: Functions]</c>. Workers call
/// nothing that is not marked.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly)]
public sealed class FunctionsAttribute : Attribute;
