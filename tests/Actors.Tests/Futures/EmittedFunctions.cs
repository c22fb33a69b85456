using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Actors.Futures;

namespace Actors.Tests.Futures;

/// <summary>Assemblies with functions that nobody else has: written to a folder, and loaded where only the program finds them.</summary>
internal static class EmittedFunctions
{
    /// <summary><code>
    /// [Functions] public static class Sums { public static int Add(int number) => number + addend; public static string Repeat(int length) => new string('x', length); }
    /// </code></summary>
    public static Assembly Write(string folder, string name, int addend, bool isMarked = true)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var made = builder.DefineDynamicModule(name).DefineType("Sums", TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed);
        if (isMarked)
            made.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionsAttribute).GetConstructor([])!, []));
        var method = made.DefineMethod("Add", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]);
        method.DefineParameter(1, ParameterAttributes.None, "number");
        var body = method.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldc_I4, addend);
        body.Emit(OpCodes.Add);
        body.Emit(OpCodes.Ret);
        var repeat = made.DefineMethod("Repeat", MethodAttributes.Public | MethodAttributes.Static, typeof(string), [typeof(int)]);
        repeat.DefineParameter(1, ParameterAttributes.None, "length");
        body = repeat.GetILGenerator();
        body.Emit(OpCodes.Ldc_I4, (int)'x');
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Newobj, typeof(string).GetConstructor([typeof(char), typeof(int)])!);
        body.Emit(OpCodes.Ret);
        made.CreateType();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, $"{name}-{addend}")).FullName, name + ".dll");
        builder.Save(file);
        return new AssemblyLoadContext("the program's", isCollectible: true).LoadFromAssemblyPath(file);
    }

    public static Func<int, int> Add(Assembly assembly) => assembly.GetType("Sums")!.GetMethod("Add")!.CreateDelegate<Func<int, int>>();

    public static Func<int, string> Repeat(Assembly assembly) => assembly.GetType("Sums")!.GetMethod("Repeat")!.CreateDelegate<Func<int, string>>();
}
