namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>What a kernel of the lowered program is on a CUDA device: a call of a template, by all threads of each block.</summary>
/// <param name="Code">
/// The call, in CUDA C++. Which sample or block it is for it reads from <c>sample</c> or <c>block</c>, for others may have the first blocks of
/// its launch.
/// </param>
/// <param name="Blocks">How many blocks share the work; of a kernel that goes by samples, one for each of the declared batch.</param>
/// <param name="IsBySample">Whether it goes by samples, a block each, so that others that do can follow it in the same kernel.</param>
internal sealed record DeviceCall(string Code, int Blocks, bool IsBySample = false)
{
    /// <summary>Whether its first block may have another number than 0.</summary>
    public bool IsMovable { get; init; } = true;
}
