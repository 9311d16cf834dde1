using System.Buffers;

namespace QuantDsl.Native;

/// <summary>
/// Reads the table of dynamic symbols of a shared library: what it needs from other libraries and what it offers to them.
/// </summary>
internal static class ElfSymbols
{
    private const ulong DynamicHash = 4;
    private const ulong DynamicStringTable = 5;
    private const ulong DynamicSymbolTable = 6;
    private const ulong DynamicGnuHash = 0x6ffffef5;
    private const ulong DynamicSymbolVersions = 0x6ffffff0;
    private const int SymbolSize = 24;
    private const int VersionIndexMask = 0x7fff;
    private const int LastUnversioned = 1;
    private const int Global = 1;

    /// <summary>
    /// The symbols that a library needs and no provider defines, in ordinal order. Weak symbols and versioned ones, which come from other
    /// libraries such as libstdc++ and glibc, are ignored.
    /// </summary>
    /// <param name="library">The library's file.</param>
    /// <param name="providers">Files of the libraries that should define them.</param>
    /// <exception cref="InvalidDataException">A file is not a 64-bit ELF library, or it is damaged.</exception>
    internal static IReadOnlyList<string> Missing(string library, IEnumerable<string> providers)
    {
        var missing = Read(library).Where(symbol => symbol is { IsDefined: false, IsWeak: false, IsVersioned: false })
            .Select(symbol => symbol.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string provider in providers)
        {
            missing.ExceptWith(Read(provider).Where(symbol => symbol.IsDefined).Select(symbol => symbol.Name));
        }

        return [.. missing.Order(StringComparer.Ordinal)];
    }

    /// <summary>The dynamic symbols of a file.</summary>
    /// <exception cref="InvalidDataException">It is not a 64-bit ELF library, or it is damaged.</exception>
    internal static IReadOnlyList<ElfSymbol> Read(string path)
    {
        using IMemoryOwner<byte> file = new MappedFile(path);
        try
        {
            return Read(new ElfImage(file.Memory));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static List<ElfSymbol> Read(ElfImage elf)
    {
        var symbols = new List<ElfSymbol>();
        ulong count = Count(elf);
        if (count <= 1)
        {
            return symbols;
        }

        ulong table = elf.OffsetOf(elf.Dynamic(DynamicSymbolTable));
        ulong strings = elf.OffsetOf(elf.Dynamic(DynamicStringTable));
        ulong? versions = elf.Dynamic(DynamicSymbolVersions) is var address and not 0 ? elf.OffsetOf(address) : null;

        // The first entry is not a symbol.
        for (ulong i = 1; i < count; i++)
        {
            ulong symbol = ElfImage.Add(table, i * SymbolSize);
            int binding = (elf.UInt16(symbol + 4) & 0xff) >> 4;
            ushort section = elf.UInt16(symbol + 6);
            int version = versions is { } start ? elf.UInt16(ElfImage.Add(start, i * 2)) & VersionIndexMask : 0;
            symbols.Add(new ElfSymbol(
                elf.Text(ElfImage.Add(strings, elf.UInt32(symbol))), section != 0, binding != Global, version > LastUnversioned));
        }

        return symbols;
    }

    /// <summary>The length of the symbol table is not stored; it follows from the hash tables that the loader uses.</summary>
    private static ulong Count(ElfImage elf)
    {
        if (elf.Dynamic(DynamicHash) is var hash and not 0)
        {
            return elf.UInt32(elf.OffsetOf(hash) + 4);
        }

        if (elf.Dynamic(DynamicGnuHash) is not (var gnu and not 0))
        {
            return 0;
        }

        // Header: number of buckets, first symbol that is hashed, words of 8 bytes of a filter; then filter, buckets, chains.
        ulong start = elf.OffsetOf(gnu);
        ulong buckets = elf.UInt32(start);
        ulong first = elf.UInt32(start + 4);
        ulong bucket = ElfImage.Add(start, 16 + (8UL * elf.UInt32(start + 8)));
        ulong last = 0;
        for (ulong i = 0; i < buckets; i++)
        {
            last = Math.Max(last, elf.UInt32(ElfImage.Add(bucket, i * 4)));
        }

        if (last < first)
        {
            return first;
        }

        // A chain ends with an odd value.
        ulong chains = ElfImage.Add(bucket, buckets * 4);
        while ((elf.UInt32(ElfImage.Add(chains, (last - first) * 4)) & 1) == 0)
        {
            last++;
        }

        return last + 1;
    }
}
