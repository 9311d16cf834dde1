namespace QuantDsl.Native;

/// <summary>One symbol version that a shared library requires of another when it is loaded.</summary>
/// <param name="Library">The library that must define the version, e.g. libstdc++.so.6.</param>
/// <param name="Version">The version's name, e.g. GLIBCXX_3.4.32.</param>
/// <param name="Flags">Its flags (vna_flags); with bit 2 (VER_FLG_WEAK), an absent version is not an error.</param>
/// <param name="FlagsOffset">Offset of the two bytes of the flags in the file.</param>
/// <param name="IsUsed">Whether a relocation is bound to a symbol of this version: the library cannot work without it.</param>
internal readonly record struct ElfVersionNeed(string Library, string Version, ushort Flags, int FlagsOffset, bool IsUsed);
