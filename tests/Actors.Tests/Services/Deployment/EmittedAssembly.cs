using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Actors.Tests.Services.Deployment;

/// <summary>Writes assemblies to a folder: a class, and one that inherits from it in another assembly.</summary>
internal static class EmittedAssembly
{
    /// <summary><c>public class NAME : BASE { public int Answer() => answer; }</c></summary>
    public static string Write(string folder, string assembly, string type, int answer, string version, Type? baseType = null)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(assembly) { Version = Version.Parse(version) }, typeof(object).Assembly);
        var made = builder.DefineDynamicModule(assembly).DefineType(type, TypeAttributes.Public | TypeAttributes.Class, baseType ?? typeof(object));
        made.DefineDefaultConstructor(MethodAttributes.Public);
        var body = made.DefineMethod($"Answer{answer}", MethodAttributes.Public, typeof(int), []).GetILGenerator();
        body.Emit(OpCodes.Ldc_I4, answer);
        body.Emit(OpCodes.Ret);
        made.CreateType();
        var file = Path.Combine(folder, assembly + ".dll");
        builder.Save(file);
        return file;
    }

    /// <summary>Shop.dll, whose class Shop.Prices inherits from one in Base.dll.</summary>
    public static string WriteTwo(string folder)
    {
        var parent = Write(folder, "Base", "Shop.Base", 7, "1.2.3.0");
        // Only looked at, and not kept: its file may be deleted, and its name is free for others.
        var context = new AssemblyLoadContext("looked at", isCollectible: true);
        using var bytes = new MemoryStream(File.ReadAllBytes(parent));
        return Write(folder, "Shop", "Shop.Prices", 42, "1.2.3.0", context.LoadFromStream(bytes).GetType("Shop.Base"));
    }
}
