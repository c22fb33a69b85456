using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Actors.JobHost;

/// <summary>
/// Compiles one source file to an assembly. A program (top-level statements or a Main method) is what most jobs are; what only a script may say, such as a trailing
/// expression, is compiled as a script. Neither may name other files: #r and #load are errors.
/// </summary>
internal static class JobCompiler
{
    // More would only repeat what the first ones say.
    private const int MostMessages = 20;

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks",
        typeof(Net).Namespace!,
    ];

    /// <returns>0, or 1 with messages of the form <c>job.cs(line,column): error CS0000: text</c>.</returns>
    public static int Compile(string sourcePath, Stream assembly, TextWriter errors)
    {
        var source = SourceText.From(File.ReadAllText(sourcePath), Encoding.UTF8);
        var references = FrameworkReferences();
        var program = Program(source, references);
        var compilation = program;
        var messages = Errors(program);
        // Only what does not even parse as a program may be a script.
        if (program.GetParseDiagnostics().Any(IsError) && Script(source, references) is var script && Errors(script).Length == 0)
            (compilation, messages) = (script, []);
        if (messages.Length > 0)
        {
            foreach (var message in messages.Take(MostMessages))
                errors.WriteLine(message);
            return 1;
        }

        // In memory first: nothing comes out unless all of it does.
        using var whole = new MemoryStream();
        var emitted = compilation.Emit(whole);
        if (!emitted.Success)
        {
            foreach (var message in emitted.Diagnostics.Where(IsError).Take(MostMessages))
                errors.WriteLine(message);
            return 1;
        }
        whole.WriteTo(assembly);
        return 0;
    }

    private static CSharpCompilation Program(SourceText source, IEnumerable<MetadataReference> references)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var usings = string.Concat(Usings.Select(name => $"global using global::{name};\n"));
        return CSharpCompilation.Create(
            "job",
            [CSharpSyntaxTree.ParseText(source, options, "job.cs"), CSharpSyntaxTree.ParseText(usings, options, "usings.cs")],
            references,
            Options(OutputKind.ConsoleApplication));
    }

    private static CSharpCompilation Script(SourceText source, IEnumerable<MetadataReference> references)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithKind(SourceCodeKind.Script);
        return CSharpCompilation.CreateScriptCompilation(
            "job",
            CSharpSyntaxTree.ParseText(source, options, "job.cs"),
            references,
            Options(OutputKind.DynamicallyLinkedLibrary).WithUsings(Usings).WithScriptClassName(JobRunner.ScriptClass),
            returnType: typeof(object));
    }

    private static CSharpCompilationOptions Options(OutputKind kind) => new(
        kind,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Annotations,
        deterministic: true,
        sourceReferenceResolver: null,
        metadataReferenceResolver: null);

    private static ImmutableArray<Diagnostic> Errors(CSharpCompilation compilation) => [.. compilation.GetDiagnostics().Where(IsError)];

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>The base library of the running .NET and this assembly (for <see cref="Net"/>), nothing else.</summary>
    private static List<MetadataReference> FrameworkReferences()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = new List<MetadataReference> { MetadataReference.CreateFromFile(typeof(Net).Assembly.Location) };
        foreach (var path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
            if (Path.GetDirectoryName(path) == framework)
                references.Add(MetadataReference.CreateFromFile(path));
        return references;
    }
}
