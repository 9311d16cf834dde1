using System.ComponentModel;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>A copy of a model's state.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterSnapshot : IDisposable
{
    internal ParameterSnapshot(long stepCount, torch.Tensor[] tensors)
    {
        StepCount = stepCount;
        Tensors = tensors;
    }

    internal long StepCount { get; }

    internal torch.Tensor[] Tensors { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in Tensors)
            tensor.Dispose();
    }
}
