using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Actors.Services.Methods;

namespace Actors.Services.Deployment;

/// <summary>What can be told of an assembly without loading it, and so before it travels.</summary>
internal static class AssemblyLook
{
    /// <returns>Its name, with its version.</returns>
    /// <exception cref="ActorsException">invalid: it is none.</exception>
    public static AssemblyName CheckIs(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file);
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException)
        {
            throw NoAssembly(file, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"'{file}' cannot be read: {failure.Message}", failure);
        }
    }

    /// <param name="file">An assembly.</param>
    /// <param name="name">The full name of a class, or its short one.</param>
    /// <exception cref="ActorsException">invalid: it has no such class.</exception>
    public static void CheckHas(string file, string name)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => (type.Attributes & TypeAttributes.ClassSemanticsMask) == TypeAttributes.Class).ToList();
            var meant = types.Where(type => metadata.StringComparer.Equals(type.Name, name) || FullName(metadata, type) == name).ToList();
            if (meant.Count > 0 && meant.TrueForAll(type => (type.Attributes & TypeAttributes.Abstract) != 0))
                throw new ActorsException(ErrorCodes.Invalid, $"{name} {ServiceAssembly.WhyNoObjects(false, true, (meant[0].Attributes & TypeAttributes.Sealed) != 0)}");
            if (meant.Count > 0 || metadata.ExportedTypes.Count > 0)
                return; // a type that is forwarded to another assembly shows when it is loaded
            var known = types.Where(IsOffered).Select(type => FullName(metadata, type)).Order(StringComparer.Ordinal);
            throw new ActorsException(ErrorCodes.Invalid, $"'{file}' has no class {Quote.Name(name)}; {Suggestion.For(name, known)}");
        }
        catch (Exception failure) when (failure is BadImageFormatException or InvalidOperationException)
        {
            throw NoAssembly(file, failure);
        }
    }

    private static ActorsException NoAssembly(string file, Exception failure) =>
        new(ErrorCodes.Invalid, $"'{file}' is no assembly of .NET; name the .dll that holds the class", failure);

    private static bool IsOffered(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic && (type.Attributes & TypeAttributes.Abstract) == 0;

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        var name = new StringBuilder(metadata.GetString(type.Name));
        while (type.GetDeclaringType() is { IsNil: false } outer)
        {
            type = metadata.GetTypeDefinition(outer);
            name.Insert(0, '+').Insert(0, metadata.GetString(type.Name));
        }

        return type.Namespace.IsNil ? name.ToString() : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
