using System.Buffers.Binary;
using System.Runtime.InteropServices;
using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

public class ElfVersionNeedsTests
{
    private const string Libstdcxx = "libstdc++.so.6";

    private static byte[] Original => File.ReadAllBytes(NativeFiles.LibTorchSharp);

    [LinuxFact]
    public void ReadsWhatReadelfShows()
    {
        IReadOnlyList<ElfVersionNeed> needs = ElfVersionNeeds.Read(Original);

        Assert.Contains(needs, need => need is { Library: "libc.so.6", Version: "GLIBC_2.34", Flags: 0, IsUsed: true });
        Assert.Contains(needs, need => need is { Library: Libstdcxx, Version: "GLIBCXX_3.4.30", Flags: 0, IsUsed: true });
        Assert.Contains(needs, need => need is { Library: Libstdcxx, Version: "GLIBCXX_3.4.32", Flags: 0, IsUsed: false });
        Assert.Single(needs, need => !need.IsUsed && need.Library == Libstdcxx);
    }

    [LinuxFact]
    public void WeakensTheOneUnusedVersionAndNothingElse()
    {
        byte[] original = Original;
        byte[] before = original.ToArray();
        IReadOnlyList<ElfVersionNeed> needs = ElfVersionNeeds.Read(original);
        ElfVersionNeed unused = needs.Single(need => need.Version == "GLIBCXX_3.4.32");

        (byte[]? patched, IReadOnlyList<string>? weakened) = ElfVersionNeeds.WeakenUnused(original, Libstdcxx, "GLIBCXX_")!.Value;

        Assert.Equal(["GLIBCXX_3.4.32"], weakened);
        Assert.Equal(before, original);
        Assert.Equal(original.Length, patched.Length);
        Assert.All(
            Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]),
            i => Assert.InRange(i, unused.FlagsOffset, unused.FlagsOffset + 1));
        Assert.Equal(ElfVersionNeeds.Weak, BinaryPrimitives.ReadUInt16LittleEndian(patched.AsSpan(unused.FlagsOffset)));
        IEnumerable<ElfVersionNeed> expected = needs.Select(need => need == unused ? need with { Flags = ElfVersionNeeds.Weak } : need);
        Assert.Equal(expected, ElfVersionNeeds.Read(patched));
    }

    [LinuxFact]
    public void LeavesALibraryAloneThatHasNothingToWeaken()
    {
        byte[] patched = ElfVersionNeeds.WeakenUnused(Original, Libstdcxx, "GLIBCXX_")!.Value.Library;

        Assert.Null(ElfVersionNeeds.WeakenUnused(patched, Libstdcxx, "GLIBCXX_"));
        Assert.Null(ElfVersionNeeds.WeakenUnused(Original, Libstdcxx, "GLIBCXX_3.4.30"));
        Assert.Null(ElfVersionNeeds.WeakenUnused(Original, "libm.so.6", "GLIBCXX_"));
        Assert.Null(ElfVersionNeeds.WeakenUnused(StandInLibrary.Build("/x.so", Architecture.X64), Libstdcxx, ""));
    }

    [LinuxFact]
    public void NeverWeakensAVersionThatARelocationIsBoundTo()
    {
        // Point the first function relocation at the symbol that bears the otherwise unused version.
        byte[] library = Original;
        var elf = new ElfImage(library);
        ulong versions = elf.OffsetOf(elf.Dynamic(0x6ffffff0));
        ulong relocation = elf.OffsetOf(elf.Dynamic(23));
        ElfVersionNeed need = ElfVersionNeeds.Read(library).Single(each => each.Version == "GLIBCXX_3.4.32");
        ushort index = elf.UInt16((ulong)need.FlagsOffset + 2);
        int symbol = Enumerable.Range(0, 100_000).First(i => elf.UInt16(versions + ((ulong)i * 2)) == index);
        BinaryPrimitives.WriteUInt32LittleEndian(library.AsSpan((int)relocation + 12), (uint)symbol);

        Assert.True(ElfVersionNeeds.Read(library).Single(each => each.Version == "GLIBCXX_3.4.32").IsUsed);
        Assert.Null(ElfVersionNeeds.WeakenUnused(library, Libstdcxx, "GLIBCXX_"));
    }

    [LinuxFact]
    public void ATruncatedFileIsRefusedAtEveryLength()
    {
        byte[] original = Original;
        IEnumerable<int> lengths = Enumerable.Range(0, 600).Concat(Enumerable.Range(1, 300).Select(i => i * (original.Length / 301)));
        int refused = 0;
        foreach (int length in lengths)
        {
            refused += IsRefused(original[..length], $"length {length}") ? 1 : 0;
        }

        // Only the last part (section headers, debugging) is not needed.
        Assert.InRange(refused, 600, 899);
    }

    [LinuxFact]
    public void ADamagedFileIsReadOrRefusedAndNothingElse()
    {
        byte[] original = Original;
        var elf = new ElfImage(original);
        ulong[] tables = [0x6ffffffe, 0x6ffffff0, 7];
        int[] places = [0, .. tables.Select(tag => (int)elf.OffsetOf(elf.Dynamic(tag)))];
        int refused = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = original.ToArray();
            random.NextBytes(damaged.AsSpan(places[seed % places.Length] + random.Next(0, 500), random.Next(1, 64)));
            refused += IsRefused(damaged, $"seed {seed}") ? 1 : 0;
        }

        Assert.InRange(refused, 50, 399);
    }

    [Fact]
    public void RandomBytesAreRefused()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(0, 4096)];
            random.NextBytes(bytes);
            Assert.True(IsRefused(bytes, $"seed {seed}"));

            // With a valid beginning the headers are read.
            if (bytes.Length > 64)
            {
                "\u007fELF\u0002\u0001\u0001"u8.CopyTo(bytes);
                IsRefused(bytes, $"seed {seed} with a header");
            }
        }
    }

    private static bool IsRefused(byte[] library, string what)
    {
        try
        {
            ElfVersionNeeds.WeakenUnused(library, Libstdcxx, "GLIBCXX_");
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{what}: {error}", error);
        }
    }
}
