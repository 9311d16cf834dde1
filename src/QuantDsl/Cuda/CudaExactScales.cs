using QuantDsl.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>
/// The exact ternary solver (LATe) on a device, by libtorch's operations: as in <see cref="ExactScales"/>, the weights that are not 0 are
/// the k largest magnitudes for the k that maximises (Σ D|w|)²/Σ D over them.
/// </summary>
internal sealed class CudaExactScales : IDisposable
{
    private readonly Group[] _groups;

    private readonly Tensor _scales;

    /// <summary>Creates views of the memory of the parameters.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="parameters">All of its parameters.</param>
    public CudaExactScales(ParameterStore store, IReadOnlyList<CudaParameter> parameters)
    {
        using IDisposable trainable = inference_mode(false);
        _scales = zeros(store.FlatScales.numel(), dtype: ScalarType.Float32, device: store.Device);
        _groups =
        [
            .. from number in Enumerable.Range(0, parameters.Count)
               let parameter = parameters[number]
               where parameter.Solver == CudaSolver.Exact
               select new Group(
                   number, parameter.IsFrozen, parameter.Rows, parameter.ScalesPerRow,
                   Rows(store.FlatLatent, parameter.Offset, parameter.Count, parameter.Rows),
                   Rows(store.FlatQuantized, parameter.Offset, parameter.Count, parameter.Rows),
                   Rows(_scales, parameter.Scale, parameter.Rows * parameter.ScalesPerRow, parameter.Rows)),
        ];
    }

    /// <summary>Address of the scales, which are at their positions among all scales of the model.</summary>
    public nint Address => TensorMemory.Of(_scales);

    /// <summary>The scales.</summary>
    internal Tensor Scales => _scales;

    /// <summary>Solves for the scales after the accumulation, which has left D in the memory of the quantized weights.</summary>
    /// <param name="kind">Kind of the update; in a trial, the weights are in the memory of their gradients.</param>
    /// <param name="gradients">Gradients of the update.</param>
    public void Find(UpdateKind kind, in Gradients gradients)
    {
        foreach (Group group in _groups.Where(group => kind == UpdateKind.Initial || !group.IsFrozen))
        {
            using Tensor weights = kind == UpdateKind.Trial
                ? gradients.Tensor(group.Parameter).view(group.Rows, -1)
                : group.Weights.alias();
            for (int side = 0; side < group.ScalesPerRow; side++)
            {
                using Tensor magnitudes = group.ScalesPerRow == 1 ? weights.abs() : side == 0 ? weights.relu() : Negative(weights);
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
        _scales.Dispose();
    }

    /// <summary>The scale of each row, float64 [rows, 1]; 0 where there are no weights.</summary>
    /// <param name="magnitudes">|w|; 0 for weights of the other sign, which are sorted last and can only lower the gain.</param>
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
            scales.nan_to_num_(nan: 0, posinf: 0, neginf: 0); // 0/0: no weights yet
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

    private sealed record Group(int Parameter, bool IsFrozen, int Rows, int ScalesPerRow, Tensor Weights, Tensor Curvature, Tensor Scales);
}
