using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Services.Methods;

namespace Actors.Cli.Internal;

/// <summary>Arguments of a method or a constructor on a command line: one by one, by name, or all as one JSON document.</summary>
internal sealed class ArgumentOptions
{
    private readonly Argument<string[]> _positional = new("ARG")
    {
        Description = "An argument: JSON if it reads as JSON (6, true, null, [1,2], '{\"x\":1}', '\"6\"'), any other text as it is",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _named = new("--arg") { Description = "An argument by its name; its value is read as ARG is", HelpName = "NAME=VALUE" };
    private readonly Option<string> _all = new("--args") { Description = "All arguments as one JSON array, or by name as one JSON object", HelpName = "JSON" };
    private readonly Option<string[]> _files = new("--args-file")
    {
        Description = "Like --args, from a file: what is on a command line every user of the machine can see. Of two, one is an array and one an object",
        HelpName = "FILE",
    };

    private readonly Option<bool> _text = new("--string") { Description = "Take each ARG and VALUE as text, also where it reads as JSON" };

    public void AddTo(Command command)
    {
        command.Add(_positional);
        command.Add(_named);
        command.Add(_all);
        command.Add(_files);
        command.Add(_text);
        _named.Validators.Add(NamesMustBeGivenOnce);
        command.Validators.Add(OneWayOnly);
        _files.Validators.Add(result =>
        {
            foreach (var file in result.Tokens) LocalFiles.MustBeThere(result, file.Value);
        });
    }

    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_positional) is { Length: > 0 } || parsed.GetValue(_named) is { Length: > 0 } || parsed.GetValue(_all) != null || parsed.GetValue(_files) is { Length: > 0 };

    public Arguments In(ParseResult parsed)
    {
        if (parsed.GetValue(_all) is { } all) return Arguments.Of(Encoding.UTF8.GetBytes(all));
        if (parsed.GetValue(_files) is { Length: > 0 } files) return FromFiles(files);
        var isText = parsed.GetValue(_text);
        var positional = (parsed.GetValue(_positional) ?? []).Select(given => Read(given, isText)).ToList();
        var named = (parsed.GetValue(_named) ?? []).Select(given => given.Split('=', 2)).Select(pair => $"{Write(pair[0])}:{Read(pair[1], isText)}").ToList();
        return new Arguments(
            positional.Count == 0 ? default : Encoding.UTF8.GetBytes($"[{string.Join(',', positional)}]"),
            named.Count == 0 ? default : Encoding.UTF8.GetBytes($"{{{string.Join(',', named)}}}"));
    }

    private static Arguments FromFiles(IEnumerable<string> files)
    {
        var all = Arguments.None;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            if (!IsJson(bytes)) throw new ActorsException(ErrorCodes.Invalid, $"--args-file {file}: it is no JSON");
            var (positional, named) = Arguments.Of(bytes);
            if ((positional.Length > 0 && all.Positional.Length > 0) || (named.Length > 0 && all.Named.Length > 0))
                throw new ActorsException(ErrorCodes.Invalid, "of two files of --args-file, one has a JSON array and the other a JSON object");
            all = new Arguments(positional.Length > 0 ? positional : all.Positional, named.Length > 0 ? named : all.Named);
        }

        return all;
    }

    /// <summary>The JSON that a word of the command line stands for.</summary>
    public static string Read(string given, bool isText) => !isText && IsJson(given) ? given : Write(given);

    private static string Write(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>However deep: who it is sent to has a limit, and says so.</summary>
    private static bool IsJson(string given) => IsJson(Encoding.UTF8.GetBytes(given));

    private static bool IsJson(byte[] given)
    {
        var reader = new Utf8JsonReader(given, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void NamesMustBeGivenOnce(OptionResult result)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in result.Tokens.Select(token => token.Value))
        {
            var equals = given.IndexOf('=');
            if (equals <= 0) result.AddError($"expected NAME=VALUE, found '{given}'");
            else if (!names.Add(given[..equals])) result.AddError($"--arg {given[..equals]} is given twice");
        }
    }

    private void OneWayOnly(CommandResult command)
    {
        var isFromFile = command.GetResult(_files) is { Tokens.Count: > 0 };
        if (isFromFile && (command.GetResult(_all) != null || command.GetResult(_positional) is { Tokens.Count: > 0 } || command.GetResult(_named) != null))
            command.AddError("give the arguments on the command line or in --args-file FILE, not both");
        if (command.GetResult(_all) is not { Tokens: [var all] }) return;
        if (command.GetResult(_positional) is { Tokens.Count: > 0 } || command.GetResult(_named) != null)
            command.AddError("give the arguments one by one or as --args JSON, not both");
        else if (!IsJson(all.Value) || all.Value.TrimStart() is not ['[' or '{', ..])
            command.AddError("--args expects a JSON array or a JSON object, for example --args '[6, 8]'");
    }
}
