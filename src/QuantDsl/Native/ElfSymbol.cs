namespace QuantDsl.Native;

/// <summary>One dynamic symbol of a shared library.</summary>
/// <param name="Name">The mangled name.</param>
/// <param name="IsDefined">Whether the library defines it; otherwise another library must.</param>
/// <param name="IsWeak">Whether it may be absent, or is local.</param>
/// <param name="IsVersioned">Whether it has a version, as those of libstdc++ and glibc do.</param>
internal readonly record struct ElfSymbol(string Name, bool IsDefined, bool IsWeak, bool IsVersioned);
