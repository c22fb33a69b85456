namespace Akka.Simulation.Time;

/// <summary>What a broken or hostile peer could make of bytes.</summary>
internal static class Spoiled
{
    public static byte[] Bytes(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var faults = random.Next(1, 4); faults > 0; faults--)
            Spoil(bytes, random);
        return [.. bytes];
    }

    private static void Spoil(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                // A length of up to two gigabytes, as a varint.
                bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(16)]);
                break;
            case 4 when at < bytes.Count:
                bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                break;
            case 5:
                var noise = new byte[random.Next(20)];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
        }
    }
}
