using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The arguments of all kernels, in native memory that is made once, and the addresses of the gradients as the device was last told.
/// </summary>
internal sealed unsafe class CudaArguments : IDisposable
{
    private readonly KernelLayout.Memory* _memory;
    private readonly KernelLayout.Step* _step;
    private readonly nint* _gradients;
    private readonly int _parameters;

    /// <summary>Makes the memory.</summary>
    /// <param name="memory">The model's memory, and what an update needs besides.</param>
    public CudaArguments(in KernelLayout.Memory memory)
    {
        _parameters = memory.ParameterCount;
        int arguments = sizeof(KernelLayout.Memory) + sizeof(KernelLayout.Step) + (2 * sizeof(void*));
        byte* block = (byte*)NativeMemory.AllocZeroed((nuint)(arguments + (_parameters * sizeof(nint))));
        _memory = (KernelLayout.Memory*)block;
        _step = (KernelLayout.Step*)(_memory + 1);
        Pointers = (void**)(_step + 1);
        _gradients = (nint*)(Pointers + 2);
        *_memory = memory;
        Pointers[0] = _memory;
        Pointers[1] = _step;
    }

    /// <summary>Pointers to memory and step; some kernels take the first only.</summary>
    public void** Pointers { get; private set; }

    /// <summary>The memory, to change addresses in it.</summary>
    public ref KernelLayout.Memory Memory => ref *_memory;

    /// <summary>The addresses of the gradients, as the device knows them.</summary>
    public ReadOnlySpan<nint> Gradients => new(_gradients, _parameters);

    /// <summary>Sets the numbers of a step.</summary>
    public void Set(UpdateKind kind, in AdamStep step) => *_step = new KernelLayout.Step
    {
        Update = CudaFault.Update(step.Number, kind),
        InverseLearningRate = step.InverseLearningRate,
        BiasCorrection1 = step.BiasCorrection1,
        BiasCorrection2 = step.BiasCorrection2,
        NextBiasCorrection1 = step.NextBiasCorrection1,
        NextBiasCorrection2 = step.NextBiasCorrection2,
        Blend = step.Blend,
        OneMinusBlend = step.OneMinusBlend,
    };

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
