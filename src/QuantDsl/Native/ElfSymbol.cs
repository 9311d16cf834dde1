namespace QuantDsl.Native;

/// <summary>One name of a shared library's dynamic symbols.</summary>
/// <param name="Name">As the linker writes it.</param>
/// <param name="IsDefined">Whether the library has it; otherwise another one must.</param>
/// <param name="IsWeak">Whether it may be absent, or is local.</param>
/// <param name="IsVersioned">Whether it bears a version, as those of libstdc++ and glibc do.</param>
internal readonly record struct ElfSymbol(string Name, bool IsDefined, bool IsWeak, bool IsVersioned);
