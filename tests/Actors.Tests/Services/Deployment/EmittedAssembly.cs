using System.Reflection;
using System.Reflection.Emit;

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
}
