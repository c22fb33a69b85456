namespace Actors.Configuration;

/// <summary>Where a setting was written: a file and a line, or a place without lines such as an option of the command line.</summary>
/// <param name="Source">The file's name as the user gave it, or for example <c>--set</c>.</param>
/// <param name="Line">Counted from 1; 0 where there are no lines.</param>
/// <param name="Text">What was written as the value, without comment; empty for an object.</param>
internal readonly record struct SettingPosition(string Source, int Line, string Text)
{
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}";
}
