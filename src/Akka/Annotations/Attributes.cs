namespace Akka.Annotations;

/// <summary>Public for technical reasons only: may change without notice and is not part of the API.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class InternalApiAttribute : Attribute;

/// <summary>Internal to the engine, but kept binary compatible for its own extension assemblies.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class InternalStableApiAttribute : Attribute;

/// <summary>Public API that may still change between minor versions.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class ApiMayChangeAttribute : Attribute;

/// <summary>Not meant to be implemented outside the engine.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class DoNotInheritAttribute : Attribute;
