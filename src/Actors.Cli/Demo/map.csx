// One job a text: counts the words of /net/text. A word is a run of letters, with apostrophes inside it.
using System;
using System.Collections.Generic;
using System.Linq;

var counts = new Dictionary<string, int>();
foreach (var line in Net.ReadLines("text"))
{
    for (var i = 0; i < line.Length; i++)
    {
        if (!char.IsLetter(line[i])) continue;
        var start = i;
        while (i + 1 < line.Length && (char.IsLetter(line[i + 1]) || (line[i + 1] is '\'' or '’' && i + 2 < line.Length && char.IsLetter(line[i + 2])))) i++;
        var word = line.Substring(start, i + 1 - start).Replace('’', '\'').ToLowerInvariant();
        counts[word] = counts.GetValueOrDefault(word) + 1;
    }
}

foreach (var (word, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Console.WriteLine($"{word}\t{count}");
