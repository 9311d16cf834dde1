using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The exact ternary solver (LATe) on a device, by libtorch's operations: as in <see cref="ExactScales"/>, the weights that are not 0 are the k
/// largest magnitudes for the k that maximises (Σ D|w|)²/Σ D over them.
/// </summary>
internal sealed class CudaExactScales : IDisposable
{
    private readonly Group[] _groups;

    /// <summary>Looks at the memory of the parameters.</summary>
    public CudaExactScales(ParameterStore store, CudaMemory memory, IReadOnlyList<CudaExactScale> scales)
    {
        using IDisposable trainable = inference_mode(false);
        _groups =
        [
            .. scales.Select(scale => new Group(
                scale.Parameter, scale.Rows, scale.Sides,
                Rows(store.FlatLatent, scale.Offset, scale.Count, scale.Rows),
                Rows(store.FlatQuantized, scale.Offset, scale.Count, scale.Rows),
                Rows(memory.Exact, scale.Scale, scale.Rows * scale.Sides, scale.Rows))),
        ];
    }

    /// <summary>Finds the scales after the first launch, which left D where the quantized weights go.</summary>
    /// <param name="stage">In a trial the weights lie where their gradient was.</param>
    /// <param name="gradients">Gradients of the stage.</param>
    public void Find(UpdateKind stage, in Gradients gradients)
    {
        foreach (Group group in _groups)
        {
            using Tensor weights = stage == UpdateKind.Trial
                ? gradients.Tensor(group.Parameter).view(group.Rows, -1)
                : group.Weights.alias();
            for (int side = 0; side < group.Sides; side++)
            {
                using Tensor magnitudes = group.Sides == 1 ? weights.abs() : side == 0 ? weights.relu() : Negative(weights);
                using Tensor scale = Minimise(magnitudes, group.Curvature);
                using Tensor place = group.Scales.narrow(1, side, 1);
                place.copy_(scale);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Group group in _groups)
        {
            group.Weights.Dispose();
            group.Curvature.Dispose();
            group.Scales.Dispose();
        }
    }

    /// <summary>The scale of each row, float64 [rows, 1]; 0 where there are no weights.</summary>
    /// <param name="magnitudes">|w|; 0 for weights of the other side, which come last and so only lower the gain.</param>
    /// <param name="curvature">D.</param>
    private static Tensor Minimise(Tensor magnitudes, Tensor curvature)
    {
        (Tensor sorted, Tensor order) = magnitudes.sort(dim: 1, descending: true);
        using (sorted)
        using (order)
        {
            using Tensor reordered = curvature.gather(1, order);
            using Tensor d = reordered.to(ScalarType.Float64);
            using Tensor magnitude = sorted.to(ScalarType.Float64);
            magnitude.mul_(d);
            using Tensor weighted = magnitude.cumsum(1);
            using Tensor total = d.cumsum(1);
            using Tensor scales = weighted / total;
            scales.nan_to_num_(nan: 0, posinf: 0, neginf: 0); // 0/0: no weights so far
            using Tensor gains = scales * weighted;
            using Tensor best = gains.argmax(1, keepdim: true);
            return scales.gather(1, best);
        }
    }

    private static Tensor Negative(Tensor weights)
    {
        using Tensor opposite = weights.neg();
        return opposite.relu();
    }

    private static Tensor Rows(Tensor flat, int offset, int count, int rows)
    {
        using Tensor slice = flat.narrow(0, offset, count);
        return slice.view(rows, -1);
    }

    private sealed record Group(int Parameter, int Rows, int Sides, Tensor Weights, Tensor Curvature, Tensor Scales);
}
