namespace Actors.Services;

/// <summary>Hides a public method from callers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotCallableAttribute : Attribute;
