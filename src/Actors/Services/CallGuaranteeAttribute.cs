namespace Actors.Services;

/// <summary>Declares what becomes of calls whose worker died. On a class it holds for the methods that do not say otherwise.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class CallGuaranteeAttribute(Guarantee guarantee) : Attribute
{
    public Guarantee Guarantee { get; } = guarantee;
}
