using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>The arguments of all kernels, in native memory that is made once: the structs Memory, Gradients and Step of the generated code.</summary>
internal sealed unsafe class CudaArguments : IDisposable
{
    private readonly int _parameters;
    private MemoryPointers* _memory;
    private nint* _gradients;
    private StepNumbers* _step;

    /// <summary>Makes the memory.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="memory">What the update needs besides.</param>
    /// <param name="parameters">Number of gradients.</param>
    public CudaArguments(ParameterStore store, CudaMemory memory, int parameters)
    {
        _parameters = parameters;
        int gradients = parameters * sizeof(nint);
        var block = (byte*)NativeMemory.AllocZeroed((nuint)(sizeof(MemoryPointers) + gradients + sizeof(StepNumbers) + (3 * sizeof(void*))));
        _memory = (MemoryPointers*)block;
        _gradients = (nint*)(block + sizeof(MemoryPointers));
        Pointers = (void**)(block + sizeof(MemoryPointers) + gradients);
        _step = (StepNumbers*)(Pointers + 3);
        Pointers[0] = _memory;
        Pointers[1] = _gradients;
        Pointers[2] = _step;
        *_memory = new MemoryPointers
        {
            Latent = TensorMemory.Of(store.FlatLatent),
            Quantized = TensorMemory.Of(store.FlatQuantized),
            FirstMoment = TensorMemory.Of(store.FlatFirstMoment),
            SecondMoment = TensorMemory.Of(store.FlatSecondMoment),
            Scales = TensorMemory.Of(store.FlatScales),
            Exact = TensorMemory.Of(memory.Exact),
            Sums = TensorMemory.Of(memory.Sums),
            Fault = TensorMemory.Of(memory.Fault),
            Arrived = TensorMemory.Of(memory.Arrived),
        };
    }

    /// <summary>Pointers to the three; kernels without a step take the first two.</summary>
    public void** Pointers { get; private set; }

    /// <summary>Sets the numbers of a step.</summary>
    public void Set(in AdamStep step) => *_step = new StepNumbers
    {
        InverseLearningRate = step.InverseLearningRate,
        First = step.BiasCorrection1,
        Second = step.BiasCorrection2,
        NextFirst = step.NextBiasCorrection1,
        NextSecond = step.NextBiasCorrection2,
    };

    /// <summary>Sets the gradients.</summary>
    public void Set(in Gradients gradients)
    {
        for (int parameter = 0; parameter < _parameters; parameter++)
            _gradients[parameter] = gradients.Aligned(parameter);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        _gradients = null;
        _step = null;
        Pointers = null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryPointers
    {
        public nint Latent, Quantized, FirstMoment, SecondMoment, Scales, Exact, Sums, Fault, Arrived;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct StepNumbers
    {
        public float InverseLearningRate, First, Second, NextFirst, NextSecond;
    }
}
