using System.Collections;
using System.Reflection;
using Akka.Actor;
using Akka.Util;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Akka.Serialization.Internal;

/// <summary>How each type looks in JSON; Json.NET makes a contract once a type and keeps it.</summary>
internal sealed class JsonContracts : DefaultContractResolver
{
    private readonly SurrogateConverter _surrogates;
    private readonly ObjectValueConverter _values;
    private readonly bool _preserveReferences;

    public JsonContracts(ExtendedActorSystem system, bool preserveReferences)
    {
        _surrogates = new SurrogateConverter(system);
        _values = new ObjectValueConverter(_surrogates);
        _preserveReferences = preserveReferences;
        // Serialization constructors run code that was never meant for input from a network.
        IgnoreSerializableInterface = true;
        IgnoreSerializableAttribute = true;
    }

    protected override JsonContract CreateContract(Type objectType)
    {
        var contract = base.CreateContract(objectType);
        if (typeof(ISurrogated).IsAssignableFrom(objectType)) contract.Converter ??= _surrogates;
        else if (typeof(Exception).IsAssignableFrom(objectType)) contract.Converter ??= ExceptionConverter.Instance;
        else if (IsCode(objectType)) contract.Converter = CodeConverter.Instance;
        return contract;
    }

    protected override JsonObjectContract CreateObjectContract(Type objectType)
    {
        var contract = base.CreateObjectContract(objectType);
        if (contract is { DefaultCreator: null, OverrideCreator: null, CreatorParameters.Count: 0 }) ChooseConstructor(contract);
        var isMadeEmpty = contract.DefaultCreator is not null && contract.OverrideCreator is null && contract.CreatorParameters.Count == 0;
        if (_preserveReferences && isMadeEmpty && !objectType.IsValueType && CircularTypes.CanReachItself(objectType)) contract.IsReference ??= true;
        return contract;
    }

    protected override JsonArrayContract CreateArrayContract(Type objectType)
    {
        var contract = base.CreateArrayContract(objectType);
        contract.ItemTypeNameHandling ??= NamesOf(contract.CollectionItemType);
        if (contract.CollectionItemType is null || contract.CollectionItemType == typeof(object)) contract.ItemConverter ??= _values;
        return contract;
    }

    protected override JsonDictionaryContract CreateDictionaryContract(Type objectType)
    {
        var contract = base.CreateDictionaryContract(objectType);
        contract.ItemTypeNameHandling ??= NamesOf(contract.DictionaryValueType);
        if (contract.DictionaryValueType is null || contract.DictionaryValueType == typeof(object)) contract.ItemConverter ??= _values;
        return contract;
    }

    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var property = base.CreateProperty(member, memberSerialization);
        if (!property.Writable && member is PropertyInfo { SetMethod: not null }) property.Writable = true;
        property.TypeNameHandling ??= NamesOf(property.PropertyType);
        if (property.PropertyType == typeof(object)) property.Converter ??= _values;
        return property;
    }

    /// <summary>Of several constructors the longest whose parameters are all named like members; Json.NET itself would give up.</summary>
    private void ChooseConstructor(JsonObjectContract contract)
    {
        foreach (var constructor in contract.UnderlyingType.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            if (!Array.TrueForAll(parameters, parameter => contract.Properties.GetClosestMatchProperty(parameter.Name!) is not null)) continue;
            var invoker = ConstructorInvoker.Create(constructor);
            contract.OverrideCreator = arguments => invoker.Invoke(arguments.AsSpan());
            contract.CreatorParameters.Clear();
            foreach (var parameter in CreateConstructorParameters(constructor, contract.Properties)) contract.CreatorParameters.Add(parameter);
            return;
        }
    }

    /// <summary>No names where there is no choice of types, and none for collections: the reader makes the usual one for the declared type.</summary>
    private static TypeNameHandling? NamesOf(Type? declared) =>
        declared is not null && (declared.IsSealed || declared.IsValueType || (declared != typeof(object) && typeof(IEnumerable).IsAssignableFrom(declared)))
            ? TypeNameHandling.None
            : null;

    private static bool IsCode(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Assembly).IsAssignableFrom(type) || type == typeof(nint);
}
