using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// An update throws exactly when the curvature D of a weight would be infinite or NaN, and names the first such parameter; it has then
/// changed nothing. Gradients, moments and learning rates here are near where that begins.
/// </summary>
public sealed class DivergenceCheckTests
{
    private const int Cases = 400;
    private const float Beta2 = 0.999f;
    private const float Rest = (float)(1 - 0.999);
    private const float Epsilon = 1e-8f;

    private static readonly float[] Sizes =
        [0, 1e-30f, 1e-3f, 1, 1e8f, 1e15f, 9e18f, 1.8e19f, 1.844e19f, 1.85e19f, 6e20f, 3e38f, float.PositiveInfinity, float.NaN];

    private static readonly float[] Rates = [1e38f, 10, 1e-2f, 1e-12f, 1e-19f, 5e-20f, 1e-25f, 1e-30f, 3e-38f, 2.9e-39f];

    [Fact]
    public void Throws_exactly_when_a_curvature_is_not_finite()
    {
        Check<BinaryMlp>(float.PositiveInfinity);
        Check<FullPrecisionMlp>(float.PositiveInfinity);
        Check<TiledClipped>(0.5f);
    }

    private static void Check<TModel>(float clip)
        where TModel : IQuantModel<TModel>
    {
        var random = new Random(3);
        int failed = 0;
        int number = 1;
        using var gradients = new UpdateGradients();
        using var model = TiledModel.Make<TModel>();
        for (int test = 0; test < Cases; test++)
        {
            if (test % 4 == 0)
                Restart();
            AdamStep step = new(number, Rates[random.Next(Rates.Length)], beta1: 0.9, beta2: 0.999, blend: 0.6);
            float[][] first = Draw();
            if (random.Next(2) == 0)
            {
                number += Run(UpdateKind.Laq, step, first, Failing(step, first, trial: null)) ? 1 : 0;
                continue;
            }
            if (!Run(UpdateKind.Trial, step, first, Failing(step, first, trial: null)))
                continue;
            float[][] second = Draw();
            number += Run(UpdateKind.Backtrack, step, second, Failing(step, first, second)) ? 1 : 0;
        }
        Assert.InRange(failed, Cases / 10, Cases * 9 / 10);

        void Restart()
        {
            number = random.Next(2) == 0 ? 1 : random.Next(1, 3000);
            model.Store.StepCount = number - 1; // also says that the moments are others
            float scale = number == 1 ? 0 : MathF.Pow(10, random.Next(-20, 38));
            foreach (StoredParameter parameter in model.Store.Stored)
            {
                foreach (ref float v in parameter.SecondMomentMemory.Values)
                    v = scale * random.NextSingle();
                parameter.FirstMomentMemory.Values.Clear();
            }
        }

        // One parameter has gradients of some size, the others small ones.
        float[][] Draw()
        {
            int chosen = random.Next(model.Store.Parameters.Count);
            float size = Sizes[random.Next(Sizes.Length)];
            return
            [
                .. model.Store.Parameters.Select((parameter, index) => Enumerable.Range(0, (int)parameter.Latent.numel())
                    .Select(_ => (index == chosen && random.Next(3) == 0 ? size : 1e-3f) * (random.Next(2) == 0 ? 1 : -1)).ToArray()),
            ];
        }

        // Whether it succeeded, as it must if no parameter is failing.
        bool Run(UpdateKind kind, in AdamStep step, float[][] values, string? failing)
        {
            byte[] before = State();
            Gradients tensors = gradients.For(kind, values);
            if (failing is null)
            {
                model.Update(kind, step, tensors);
                return true;
            }
            TrainingDivergedException? error = null;
            try
            {
                model.Update(kind, step, tensors);
            }
            catch (TrainingDivergedException thrown)
            {
                error = thrown;
            }
            Assert.True(error is not null, $"{failing} diverges in {kind} at η = {step.LearningRate}, t = {step.Number}.");
            Assert.Equal(failing, error.Layer);
            Assert.Equal(before, State());
            failed++;
            return false;
        }

        // In one array: arrays of arrays are compared number by number.
        byte[] State()
        {
            using MemoryStream state = new();
            foreach (StoredParameter parameter in model.Store.Stored)
            {
                parameter.LatentMemory.Read(state.Write);
                parameter.FirstMomentMemory.Read(state.Write);
                parameter.SecondMomentMemory.Read(state.Write);
                parameter.ScaleMemory.Read(state.Write);
            }
            return state.ToArray();
        }

        // The first parameter with a curvature that is not finite, each computed in the order of the operations that is specified.
        string? Failing(AdamStep step, float[][] first, float[][]? trial)
        {
            for (int index = 0; index < first.Length; index++)
            {
                float[] moments = [.. model.Store.Parameters[index].SecondMoment.data<float>()];
                for (int i = 0; i < moments.Length; i++)
                {
                    float v = Next(moments[i], first[index][i]);
                    float root = MathF.Sqrt(v * step.BiasCorrection2) + Epsilon;
                    float d = root * step.InverseLearningRate;
                    if (trial is not null)
                    {
                        float ofTrial = MathF.Sqrt(Next(v, trial[index][i]) * step.NextBiasCorrection2) + Epsilon;
                        d = ((root * step.Blend) + (ofTrial * step.OneMinusBlend)) * step.InverseLearningRate;
                    }
                    if (!float.IsFinite(d))
                        return model.Store.Parameters[index].Name;
                }
            }
            return null;
        }

        float Next(float v, float g)
        {
            float clipped = g > clip ? clip : g < -clip ? -clip : g;
            return (v * Beta2) + (clipped * clipped * Rest);
        }
    }
}
