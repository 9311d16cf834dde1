using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// What a step of the reference optimizer makes of an engine's state and given gradients, before the weights are quantized.
/// </summary>
/// <param name="Latent">w of each parameter.</param>
/// <param name="Curvature">D under which w is to be quantized.</param>
/// <param name="FirstMoment">m.</param>
/// <param name="SecondMoment">v.</param>
internal sealed record StepOutcome(double[][] Latent, double[][] Curvature, double[][] FirstMoment, double[][] SecondMoment)
{
    /// <summary>Takes one step.</summary>
    /// <param name="parameters">Of the model, for shapes and quantizers.</param>
    /// <param name="before">The state that the step begins with.</param>
    /// <param name="number">t.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="adam">Constants.</param>
    /// <param name="step">The step of the optimizer.</param>
    public static StepOutcome Of(
        IReadOnlyList<ReferenceParameter> parameters, EngineState before, int number,
        double learningRate, AdamOptions adam, Action<ReferenceOptimizer> step)
    {
        Recorder[] recorders = [.. parameters.Select(parameter => new Recorder(parameter.Quantizer))];
        ReferenceParameter[] copies =
        [
            .. parameters.Select((parameter, i) => new ReferenceParameter(parameter.Shape, recorders[i], before.Latent[i])
            {
                FirstMoment = before.FirstMoment[i],
                SecondMoment = before.SecondMoment[i],
                IsFrozen = parameter.IsFrozen,
            }),
        ];
        step(new ReferenceOptimizer(copies, learningRate, adam) { StepNumber = number - 1 });
        return new StepOutcome(
            [.. copies.Select(copy => copy.Latent)],
            [.. recorders.Select(recorder => recorder.Curvature)],
            [.. copies.Select(copy => copy.FirstMoment)],
            [.. copies.Select(copy => copy.SecondMoment)]);
    }

    /// <summary>Quantizes nothing, and keeps the curvature that it was last given.</summary>
    private sealed class Recorder(IQuantizer quantizer) : IQuantizer
    {
        public bool IsQuantized => quantizer.IsQuantized;

        public int ScaleCount => quantizer.ScaleCount;

        public double[] Curvature { get; private set; } = [];

        public Quantization Quantize(double[] w, double[] d, double[] previousScales)
        {
            Curvature = d;
            return new Quantization(previousScales, w, w);
        }
    }
}
