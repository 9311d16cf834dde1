using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Models.FailedSteps;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// Whole steps whose updates run on the emulated device: one that fails leaves no trace, not in the running statistics either.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class FailedCudaStepTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [ClangFact]
    public void An_input_that_is_not_finite_leaves_no_trace()
    {
        Check<BinaryMlp>(float.NaN);
        Check<FullPrecisionMlp>(float.PositiveInfinity);
        Check<MixedMlp>(float.NaN);
        Check<DropoutMlp>(float.NegativeInfinity);
        Check<EveryTiled>(float.NaN);
    }

    /// <summary>Finite, as is the loss, but the variance of its batch is not, or the square of a gradient.</summary>
    [ClangFact]
    public void A_huge_input_leaves_no_trace()
    {
        Check<BinaryMlp>(1e25f);
        Check<FullPrecisionMlp>(-3e38f);
    }

    [ClangFact]
    public void An_infinite_curvature_leaves_no_trace()
    {
        Check<TernaryMlp>(value: null, rate: 1e-39f);
        Check<FullPrecisionMlp>(value: null, rate: 1e-39f);
    }

    [ClangFact]
    public void Statistics_that_would_be_infinite_name_their_layer()
    {
        using var model = new Tests.Models.TinyMlp();
        EmulatedEngine.Attach(StoredParameter.Of(model.Layers[0].Weight).Store);
        Tests.Models.SmallData.WithBatch(2, (input, labels) =>
        {
            input[7, 0, 3, 4] = 1e25f;
            TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
            Assert.Equal("Fc1", error.Layer);
            Assert.Contains("step 1 (LAQ): the running statistics of Fc1 would be NaN or infinite.", error.Message);
        });
    }

    private static void Check<TModel>(float? value, float? rate = null)
        where TModel : IQuantModel<TModel>
    {
        using Twins<TModel> twins = new(store => EmulatedEngine.Attach(store));
        twins.Fail(input => Set(input, value), rate);
    }

    private static void Set(Tensor input, float? value)
    {
        if (value is not { } number)
            return;
        using Tensor flat = input.view(-1);
        flat[4] = number;
    }
}
