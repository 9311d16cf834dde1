using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.Tiles;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda;

/// <summary>A recurrent network runs on libtorch where its updates run on a device: its tape keeps nothing of a pass.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class RecurrentTapeTests : IDisposable
{
    private readonly EmbeddedLstm _model = new();
    private readonly Tensor _ids = zeros(8, 6, dtype: ScalarType.Int64);
    private readonly Tensor _labels = zeros(8, ScalarType.Int64);

    public void Dispose()
    {
        _labels.Dispose();
        _ids.Dispose();
        _model.Dispose();
    }

    [ClangFact]
    public void A_pass_is_let_go_of()
    {
        EmulatedEngine.Attach(StoredParameter.Of(_model.Table.Weight).Store);
        _model.Predict(_ids).Dispose();
        Assert.Empty(GradientTapeTests.Recorded(GradientTapeTests.TapeOf(_model)));
        _model.Step(_ids, _labels);
        _model.BacktrackStep(_ids, _labels);
        Assert.Empty(GradientTapeTests.Recorded(GradientTapeTests.TapeOf(_model)));
    }

    [ClangFact]
    public void A_failing_pass_is_let_go_of()
    {
        EmulatedEngine.Attach(StoredParameter.Of(_model.Table.Weight).Store);
        TestTensors.Fill(TestTensors.QuantizedOf(_model.Out.Weight), float.NaN);
        Assert.Throws<TrainingDivergedException>(() => _model.Step(_ids, _labels));
        Assert.Empty(GradientTapeTests.Recorded(GradientTapeTests.TapeOf(_model)));
    }

    /// <summary>There libtorch must record gradients.</summary>
    [ClangFact]
    public void Inference_mode_keeps_it_from_training()
    {
        EmulatedEngine.Attach(StoredParameter.Of(_model.Table.Weight).Store);
        using IDisposable inference = inference_mode();
        const string message =
            "EmbeddedLstm cannot be trained inside torch.inference_mode(), which records no gradient. Train outside of it.";
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => _model.Step(_ids, _labels)).Message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => _model.BacktrackStep(_ids, _labels)).Message);
    }
}
