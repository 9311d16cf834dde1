using System.Runtime.InteropServices;
using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

public class ElfSymbolsTests
{
    private static string[] LibTorch =>
        [.. TorchLibraryFiles.Required.Select(library => Path.Combine(NativeFiles.LibTorchFolder, TorchLibraryFiles.FileName(library)))];

    [LinuxFact]
    public void ReadsWhatNmShows()
    {
        IReadOnlyList<ElfSymbol> symbols = ElfSymbols.Read(NativeFiles.LibTorchSharp);

        Assert.Contains(symbols, symbol => symbol is { Name: "THSTensor_data", IsDefined: true, IsVersioned: false });
        Assert.Contains(symbols, symbol => symbol is { Name: "_ZTIN3c105ErrorE", IsDefined: false, IsWeak: false, IsVersioned: false });
        Assert.Contains(symbols, symbol => symbol is { Name: "__gmon_start__", IsDefined: false, IsWeak: true });
        Assert.Contains(symbols, symbol => symbol is { Name: "_Znwm", IsDefined: false, IsVersioned: true });
        Assert.Equal(1320, symbols.Count(symbol => !symbol.IsDefined)); // nm -D --undefined-only
        Assert.Contains(symbols, symbol => symbol is { Name: "THSTorch_uint8_to_scalar", IsDefined: true });
    }

    [LinuxFact]
    public void ThePackagedLibTorchHasAllThatTorchSharpCalls() => Assert.Empty(ElfSymbols.Missing(NativeFiles.LibTorchSharp, LibTorch));

    [LinuxFact]
    public void WhatALibraryLacksIsFound()
    {
        using var folder = new TemporaryFolder();
        string empty = folder.Write("empty.so", StandInLibrary.Build("/empty.so", RuntimeInformation.ProcessArchitecture));

        IReadOnlyList<string> ofC10 = ElfSymbols.Missing(NativeFiles.LibTorchSharp, LibTorch[1..]);
        IReadOnlyList<string> ofAll = ElfSymbols.Missing(NativeFiles.LibTorchSharp, [empty]);

        Assert.Contains("_ZTIN3c105ErrorE", ofC10);
        Assert.Superset(ofC10.ToHashSet(), ofAll.ToHashSet());
        Assert.InRange(ofAll.Count, 1000, 1320);
        Assert.Equal(ofAll.Order(StringComparer.Ordinal), ofAll);
    }

    [LinuxFact]
    public void ADamagedFileIsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(NativeFiles.LibTorchSharp);
        foreach (int length in new[] { 10, 100, 5_000, 100_000 })
        {
            string file = folder.Write("part.so", whole[..length]);
            Assert.Contains(file, Assert.Throws<InvalidDataException>(() => ElfSymbols.Read(file)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<IOException>(() => ElfSymbols.Read(folder.Write("nothing.so", "")));
    }
}
