namespace QuantDsl.CompilerServices;

/// <summary>
/// Who knows where the present values of a memory are, such as a device on which they were computed. Whoever reads or writes the memory
/// asks it before, in <see cref="HostMemory"/> and nowhere else, so that nobody can forget it.
/// </summary>
internal interface IMemoryKeeper
{
    /// <summary>Sees to it that the memory has the present values.</summary>
    void BeforeRead();

    /// <summary>The same before somebody puts other values into the memory, which are the present ones from then on.</summary>
    /// <param name="wholly">Whether all values will be others, so that the present ones need not be there.</param>
    void BeforeWrite(bool wholly);
}
