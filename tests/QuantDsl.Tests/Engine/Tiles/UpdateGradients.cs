using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// The gradients of one update after the other. Those that lead to a trial live on until its second half is done, as in a step.
/// </summary>
internal sealed class UpdateGradients : IDisposable
{
    private readonly List<HostArray<float>> _alive = [];
    private nint[]? _first;

    /// <summary>
    /// Copies, over which the update may write. Without a trial before it, a second half has its own gradients for those of the first.
    /// </summary>
    public Gradients For(UpdateKind kind, float[][] values)
    {
        if (kind != UpdateKind.Backtrack)
            Dispose();
        double[] bounds = [.. values.Select(value => (double)Magnitude.Largest(value))];
        nint[] gradients = [.. values.Select(Keep)];
        if (kind == UpdateKind.Trial)
        {
            _first = gradients;
            return new Gradients(gradients, scratch: [.. values.Select(value => Keep(new float[value.Length]))], bounds);
        }
        return new Gradients(gradients, gradients, bounds, first: kind == UpdateKind.Backtrack ? _first ?? gradients : null);
    }

    public void Dispose()
    {
        _alive.Clear();
        _first = null;
    }

    private unsafe nint Keep(float[] values)
    {
        var copy = new HostArray<float>(values.Length, torch.ScalarType.Float32);
        values.CopyTo(copy.Span);
        _alive.Add(copy);
        return (nint)copy.Pointer;
    }
}
