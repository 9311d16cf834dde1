using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// The same updates by the kernels and by the engine of the CPU, compared after each. The CPU's engine is compared with the
/// float64 reference elsewhere, over the same models.
/// </summary>
internal sealed class KernelComparison : IDisposable
{
    /// <summary>Sums in double in another order can move a scale to the float beside, which is 1.2e-7 away at most.</summary>
    private const double ScaleTolerance = 2.5e-7;

    private readonly TiledModel _cpu;
    private readonly KernelUpdate _cuda;
    private readonly UpdateGradients _gradients = new();
    private readonly int[] _steps;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _blend;
    private int _number;

    public KernelComparison(EmulatedDevice device, TiledModel cpu, int blocks = 3, uint order = 0, string? source = null)
    {
        _cpu = cpu;
        // A weight at a tie between two levels may have either where the scales are not the same float.
        _steps = [.. cpu.Store.Parameters.Select(parameter => parameter.Bits is > 2 and <= 8 ? (1 << (parameter.Bits - 1)) - 1 : 1)];
        (_beta1, _beta2, _blend) = cpu.Model is CudaPerChannel ? (0.8, 0.95, 0.25) : (0.9, 0.999, 0.6);
        _cuda = new KernelUpdate(device, cpu, blocks, order, source);
        try
        {
            Compare("construction");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Weights that had the level beside that of the CPU, over all updates.</summary>
    public int Ties { get; private set; }

    /// <summary>LAQ and backtrack steps with gradients that keep the scales and ones that move them.</summary>
    public static void Run(EmulatedDevice device, TiledModel cpu, int blocks = 3, uint order = 0, string? source = null)
    {
        using KernelComparison comparison = new(device, cpu, blocks, order, source);
        ChosenGradients gradients = new(cpu, 1e-2);
        comparison.MoveToBounds();
        comparison.Laq(gradients.Steady());
        comparison.Laq(gradients.Jump(0.8, 2, factor: 30));
        comparison.Backtrack(gradients.Steady(), gradients.Jump(0.4, 0.7, factor: 30));
        comparison.Laq(gradients.Steady());
        comparison.Backtrack(gradients.Jump(0.5, 0.6, factor: 300), gradients.Steady());
        Assert.InRange(comparison.Ties, 0, 5);
    }

    /// <summary>Some weights of each parameter go to ±1, where half the steps are clipped.</summary>
    private void MoveToBounds()
    {
        for (int i = 0; i < _cuda.Parameters; i++)
        {
            Span<float> latent = _cpu.Store.Stored[i].LatentMemory.Values;
            for (int k = 0; k < latent.Length; k += 501)
            {
                latent[k] = k % 2 == 0 ? 1 : -1;
                _cuda.Latent(i)[k] = latent[k];
            }
        }
    }

    public void Laq(float[][] gradients)
    {
        _number++;
        Run(UpdateKind.Laq, gradients);
        Compare($"step {_number} (LAQ)");
    }

    public void Backtrack(float[][] gradients, float[][] trialGradients)
    {
        _number++;
        Run(UpdateKind.Trial, gradients);
        Compare($"step {_number} (trial)");
        Run(UpdateKind.Backtrack, trialGradients);
        Compare($"step {_number} (backtrack)");
    }

    public void Dispose()
    {
        _cuda.Dispose();
        _cpu.Dispose();
        _gradients.Dispose();
    }

    private void Run(UpdateKind kind, float[][] gradients)
    {
        AdamStep step = new(_number, TiledModel.LearningRate, _beta1, _beta2, _blend);
        _cpu.Update(kind, step, _gradients.For(kind, gradients));
        _cuda.Run(kind, step, gradients);
    }

    private void Compare(string when)
    {
        int scale = 0;
        for (int i = 0; i < _cuda.Parameters; i++)
        {
            Parameter parameter = _cpu.Store.Parameters[i];
            string where = $"{_cpu.Model.GetType().Name}: {when}, {parameter.Name}";
            Same(parameter.Latent, _cuda.Latent(i), $"{where}: w");
            Same(parameter.FirstMoment, _cuda.FirstMoment(i), $"{where}: m");
            Same(parameter.SecondMoment, _cuda.SecondMoment(i), $"{where}: v");
            foreach (float expected in parameter.Scale.data<float>())
            {
                float actual = _cuda.Scales[scale];
                if (!(Math.Abs(actual - (double)expected) <= ScaleTolerance * Math.Abs(expected)))
                    Assert.Fail($"{where}: α[{scale}] of the model is {actual:R}, expected {expected:R}.");
                scale++;
            }
            Levels(parameter.Quantized, _cuda.Quantized(i), _steps[i], $"{where}: q");
        }
        Assert.Null(_cuda.TakeFault());
    }

    /// <summary>The same bits.</summary>
    private static void Same(TorchSharp.torch.Tensor tensor, ReadOnlySpan<float> actual, string what)
    {
        float[] expected = [.. tensor.data<float>()];
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}[{i}] is {actual[i]:R}, expected {expected[i]:R}.");
        }
    }

    private void Levels(TorchSharp.torch.Tensor tensor, ReadOnlySpan<float> actual, int steps, string what)
    {
        float[] expected = [.. tensor.data<float>()];
        double unit = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            double deviation = Math.Abs(expected[i] - (double)actual[i]);
            if (deviation <= ScaleTolerance * unit)
                continue;
            if (!(deviation <= 1.001 * unit / steps))
                Assert.Fail($"{what}[{i}] is {actual[i]:R}, expected {expected[i]:R}.");
            Ties++;
        }
    }
}
