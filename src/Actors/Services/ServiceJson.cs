using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Services;

/// <summary>How arguments and results of calls are written as JSON: the one place that says it.</summary>
internal static class ServiceJson
{
    /// <summary>Of arguments and of results, the enclosing array included. The same as System.Text.Json's own default.</summary>
    public const int MaxDepth = 64;

    public static JsonSerializerOptions Options { get; } = Make();

    public static JsonReaderOptions Reading { get; } = new() { MaxDepth = MaxDepth };

    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// The options for a type's methods. Options remember every type they have met, so a type that may be unloaded gets options of its own. (The serializer's
    /// own cache lets go of it when it meets a new type a second or more later.)
    /// </summary>
    public static JsonSerializerOptions For(Type type) => type.IsCollectible ? Make() : Options;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            MaxDepth = MaxDepth,
            // "6" is a string and 6 a number: overloads are told apart by it. Only NaN and the infinities, which JSON lacks, are strings.
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            IncludeFields = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // A resolver of its own keeps options apart that are equal otherwise: System.Text.Json lets equal ones share what they remember.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AllowNullWhenWriting } },
            Converters = { new JsonStringEnumConverter(), new TupleConverterFactory(), new NodeConverter() },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>An argument must keep the promise of its type's annotations; a result that breaks its own is still worth more than none.</summary>
    private static void AllowNullWhenWriting(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property is { Get: not null, IsGetNullable: false, PropertyType.IsValueType: false })
                property.IsGetNullable = true;
        }
    }
}
