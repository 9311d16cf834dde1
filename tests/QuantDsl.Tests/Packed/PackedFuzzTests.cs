using System.Globalization;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Packed;

/// <summary>
/// Files with random damage, half of them with the right checksum for it: each is refused or read, never a crash. QUANTDSL_PACKED_FILES
/// says how many.
/// </summary>
public sealed class PackedFuzzTests
{
    private const int Few = 100_000;

    [Fact]
    public void Mutated_files_are_refused_or_read()
    {
        int files = int.TryParse(Environment.GetEnvironmentVariable("QUANTDSL_PACKED_FILES"), CultureInfo.InvariantCulture, out int many) ? many : Few;
        byte[] original = PackedSamples.TinyMlp;
        int header = 8 + BitConverter.ToInt32(original);
        int refused = 0, signed = 0;
        Parallel.For(0, files, seed =>
        {
            var random = new Random(seed);
            bool isSigned = seed % 2 == 1;
            byte[] file = Mutate(original, header, random);
            if (isSigned)
                PackedHeader.Sign(file);
            try
            {
                TinyMlp.Packed.Load(file).Dispose();
                Assert.True(isSigned || file.AsSpan().SequenceEqual(original), $"File {seed} is damaged and was read.");
                Interlocked.Increment(ref signed);
            }
            catch (ModelFileException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.InRange(refused, files / 2, files);
        Assert.InRange(signed, 1, files / 2); // values of a file with the right checksum are taken as they are
    }

    /// <summary>One to four changes, mostly in the header: bytes, numbers, copies of parts, ends.</summary>
    private static byte[] Mutate(byte[] original, int header, Random random)
    {
        byte[] file = [.. original];
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int place = random.Next(random.Next(4) == 0 ? file.Length : Math.Min(header, file.Length));
            switch (random.Next(6))
            {
                case 0:
                    file[place] = (byte)random.Next(256);
                    break;
                case 1:
                    file[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2: // digits and punctuation, so that numbers and structure change
                    file[place] = (byte)"0123456789-,:[]{}\"\\. eE"[random.Next(23)];
                    break;
                case 3:
                    int length = random.Next(1, 40), from = random.Next(file.Length);
                    file.AsSpan(from, Math.Min(length, file.Length - Math.Max(from, place))).CopyTo(file.AsSpan(place));
                    break;
                case 4:
                    file = [.. file[..place], .. file[Math.Min(file.Length, place + random.Next(1, 20))..]];
                    break;
                default:
                    file = [.. file[..place], .. file[random.Next(place + 1)..place], .. file[place..]];
                    break;
            }
            if (file.Length == 0)
                return file;
        }
        return file;
    }
}
