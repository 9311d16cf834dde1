using System.Runtime.InteropServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The arguments of all kernels, in native memory that is made once, and the addresses of the gradients as the device was last told.
/// </summary>
internal sealed unsafe class CudaArguments : IDisposable
{
    private readonly KernelLayout.Memory* _memory;
    private readonly nint* _step;
    private readonly nint* _gradients;
    private readonly int _parameters;

    /// <summary>Makes the memory.</summary>
    /// <param name="memory">The model's memory, and what an update needs besides.</param>
    /// <param name="step">Where what changes from step to step lies on the device.</param>
    public CudaArguments(in KernelLayout.Memory memory, nint step)
    {
        _parameters = memory.ParameterCount;
        int arguments = sizeof(KernelLayout.Memory) + sizeof(nint) + (2 * sizeof(void*));
        byte* block = (byte*)NativeMemory.AllocZeroed((nuint)(arguments + (_parameters * sizeof(nint))));
        _memory = (KernelLayout.Memory*)block;
        _step = (nint*)(_memory + 1);
        Pointers = (void**)(_step + 1);
        _gradients = (nint*)(Pointers + 2);
        (*_memory, *_step) = (memory, step);
        Pointers[0] = _memory;
        Pointers[1] = _step;
    }

    /// <summary>Pointers to the memory and to the address of the step; some kernels take the first only.</summary>
    public void** Pointers { get; private set; }

    /// <summary>The memory, to change addresses in it.</summary>
    public ref KernelLayout.Memory Memory => ref *_memory;

    /// <summary>The addresses of the gradients, as the device knows them.</summary>
    public ReadOnlySpan<nint> Gradients => new(_gradients, _parameters);

    /// <summary>Sets the address of a gradient.</summary>
    /// <returns>Whether it has changed.</returns>
    public bool Set(int parameter, nint gradient)
    {
        if (_gradients[parameter] == gradient)
            return false;
        _gradients[parameter] = gradient;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Pointers == null)
            return;
        Pointers = null;
        NativeMemory.Free(_memory);
    }
}
