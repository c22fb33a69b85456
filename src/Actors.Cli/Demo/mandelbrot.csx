// One job a row: for each point of /net/pts, how long it takes to escape.
using System;
using System.Globalization;
using System.Linq;

const int Steps = 60;
const string Shades = " .:-=+*%#@";
foreach (var line in Net.ReadLines("pts"))
{
    var numbers = line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
    Console.WriteLine(string.Concat(numbers.Chunk(2).Select(point => Shade(point[0], point[1]))));
}

static char Shade(double re, double im)
{
    var (x, y, step) = (0.0, 0.0, 0);
    for (; step < Steps && x * x + y * y <= 4; step++) (x, y) = (x * x - y * y + re, 2 * x * y + im);
    return Shades[step * (Shades.Length - 1) / Steps];
}
