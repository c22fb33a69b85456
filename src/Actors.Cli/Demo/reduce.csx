// One job for all: adds up what the map jobs have printed, /net/counts-0 and so on (the demo fills in how many), most frequent words first.
using System;
using System.Collections.Generic;
using System.Linq;

const int Parts = 0;

var totals = new Dictionary<string, long>();
for (var part = 0; part < Parts; part++)
{
    foreach (var line in Net.ReadLines($"counts-{part}"))
    {
        var tab = line.IndexOf('\t');
        var word = line.Substring(0, tab);
        totals[word] = totals.GetValueOrDefault(word) + long.Parse(line.AsSpan(tab + 1));
    }
}

foreach (var (word, count) in totals.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)) Console.WriteLine($"{count}\t{word}");
