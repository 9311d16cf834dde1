using System.Buffers.Binary;

namespace QuantDsl.Native;

/// <summary>
/// Reads the symbol versions that a shared library requires, and weakens those it does not use. A linker records a version for every
/// undefined symbol, even if no relocation refers to it; the loader then rejects the library because of a symbol that it would never look
/// up.
/// </summary>
internal static class ElfVersionNeeds
{
    /// <summary>VER_FLG_WEAK.</summary>
    internal const ushort Weak = 2;

    private const ulong DynamicStringTable = 5;
    private const ulong DynamicRelaTable = 7;
    private const ulong DynamicRelaSize = 8;
    private const ulong DynamicPltRelSize = 2;
    private const ulong DynamicRelTable = 17;
    private const ulong DynamicPltRelType = 20;
    private const ulong DynamicPltRelTable = 23;
    private const ulong DynamicSymbolVersions = 0x6ffffff0;
    private const ulong DynamicVersionNeeds = 0x6ffffffe;
    private const ulong DynamicVersionNeedCount = 0x6fffffff;
    private const int RelaSize = 24;
    private const int VersionIndexMask = 0x7fff;

    /// <summary>The symbol versions that the library requires, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">It is not a 64-bit ELF library, or it is damaged.</exception>
    internal static IReadOnlyList<ElfVersionNeed> Read(byte[] library)
    {
        var elf = new ElfImage(library);
        var needs = new List<ElfVersionNeed>();
        ulong count = elf.Dynamic(DynamicVersionNeedCount);
        if (count == 0)
        {
            return needs;
        }

        HashSet<int> used = UsedVersions(elf);
        ulong strings = elf.OffsetOf(elf.Dynamic(DynamicStringTable));
        ulong entry = elf.OffsetOf(elf.Dynamic(DynamicVersionNeeds));
        for (ulong i = 0; i < count; i++)
        {
            string file = elf.Text(ElfImage.Add(strings, elf.UInt32(entry + 4)));
            ulong aux = ElfImage.Add(entry, elf.UInt32(entry + 8));
            for (ushort left = elf.UInt16(entry + 2); left > 0; left--)
            {
                int index = elf.UInt16(ElfImage.Add(aux, 6)) & VersionIndexMask;
                string version = elf.Text(ElfImage.Add(strings, elf.UInt32(aux + 8)));
                needs.Add(new ElfVersionNeed(file, version, elf.UInt16(aux + 4), (int)(aux + 4), used.Contains(index)));
                aux = Next(elf, aux, isLast: left == 1);
            }

            entry = Next(elf, entry, isLast: i == count - 1);
        }

        return needs;
    }

    /// <summary>
    /// Returns a copy of the library in which the unused versions of one kind are weak, and their names; null if there are none.
    /// </summary>
    /// <param name="library">The library's file.</param>
    /// <param name="needed">The library that must define the versions, e.g. libstdc++.so.6.</param>
    /// <param name="versionPrefix">Prefix of the names of the versions, e.g. GLIBCXX_.</param>
    /// <exception cref="InvalidDataException">It is not a 64-bit ELF library, or it is damaged.</exception>
    internal static (byte[] Library, IReadOnlyList<string> Weakened)? WeakenUnused(byte[] library, string needed, string versionPrefix)
    {
        ElfVersionNeed[] unused =
        [
            .. Read(library).Where(need => need.Library == needed && need.Version.StartsWith(versionPrefix, StringComparison.Ordinal)
                && !need.IsUsed && (need.Flags & Weak) == 0),
        ];
        if (unused.Length == 0)
        {
            return null;
        }

        byte[] patched = (byte[])library.Clone();
        foreach (ElfVersionNeed need in unused)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(need.FlagsOffset), (ushort)(need.Flags | Weak));
        }

        return (patched, [.. unused.Select(need => need.Version)]);
    }

    /// <summary>The version indices of all symbols that a relocation refers to.</summary>
    private static HashSet<int> UsedVersions(ElfImage elf)
    {
        // Relocations without addend are not read: the systems of TorchSharp do not use them. With any, it is unknown what is used.
        if (elf.Dynamic(DynamicRelTable) != 0 || elf.Dynamic(DynamicPltRelType) is not (0 or DynamicRelaTable))
        {
            throw new InvalidDataException("its relocations have no addend, which this reader does not know");
        }

        if (elf.Dynamic(DynamicSymbolVersions) == 0)
        {
            throw new InvalidDataException("it needs symbol versions but has no table of its symbols' versions");
        }

        var used = new HashSet<int>();
        ulong versions = elf.OffsetOf(elf.Dynamic(DynamicSymbolVersions));
        AddVersions(elf.Dynamic(DynamicRelaTable), elf.Dynamic(DynamicRelaSize));
        AddVersions(elf.Dynamic(DynamicPltRelTable), elf.Dynamic(DynamicPltRelSize));
        return used;

        void AddVersions(ulong address, ulong size)
        {
            if (size == 0)
            {
                return;
            }

            ulong table = elf.OffsetOf(address);
            for (ulong at = 0; at < size; at += RelaSize)
            {
                ulong symbol = elf.UInt64(ElfImage.Add(table, at + 8)) >> 32;
                used.Add(elf.UInt16(ElfImage.Add(versions, symbol * 2)) & VersionIndexMask);
            }
        }
    }

    /// <summary>The next record of a chain; both kinds of record have the distance to the next in the same place.</summary>
    private static ulong Next(ElfImage elf, ulong record, bool isLast)
    {
        uint distance = elf.UInt32(ElfImage.Add(record, 12));
        return distance != 0 || isLast
            ? ElfImage.Add(record, distance)
            : throw new InvalidDataException($"the chain of version needs ends early at 0x{record:x}");
    }
}
