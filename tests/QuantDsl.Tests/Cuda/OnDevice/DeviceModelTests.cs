using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>Models on the emulated device: what is made is released, whatever fails, and steps are all or nothing.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class DeviceModelTests : OnEmulatedCuda
{
    [ClangFact]
    public void Whatever_call_fails_nothing_is_left_behind()
    {
        new BinaryMlp(Cuda).Dispose(); // compiles
        int[] before = Held;
        int call = 1;
        for (bool isMade = false; !isMade; call += 5)
        {
            Emulated.FailAt(call);
            try
            {
                new BinaryMlp(Cuda).Dispose();
                isMade = true;
            }
            catch (CudaException)
            {
                // That is the point; what is left is looked at below.
            }
            finally
            {
                Emulated.FailAt(0);
            }
            Assert.Equal(before, Held);
        }
        Assert.InRange(call, 20, 200);
    }

    [ClangTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_that_diverges_changes_nothing(bool backtracks)
    {
        using BinaryMlp model = new(Cuda, seed: 3), twin = new(Cuda, seed: 3);
        (float[] inputs, int[] labels) = Batch(16);
        model.Step(inputs, labels);
        twin.Step(inputs, labels);
        float[] broken = [.. inputs];
        broken[7] = float.NaN;
        byte[] before = ModelBits.Of(model);

        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(
            () => backtracks ? model.BacktrackStep(broken, labels) : model.Step(broken, labels));

        Assert.Equal(2, error.Step);
        Assert.Equal(before, ModelBits.Of(model));
        Assert.Equal(twin.BacktrackStep(inputs, labels), model.BacktrackStep(inputs, labels));
        Assert.Equal(ModelBits.Of(twin), ModelBits.Of(model));
    }

    /// <summary>A run may end before its losses are fetched: then its fault, and the steps since, are as if they had not been.</summary>
    [ClangFact]
    public void A_fault_that_nobody_has_been_told_of_is_forgotten()
    {
        using BinaryMlp model = new(Cuda, seed: 3), twin = new(Cuda, seed: 3);
        ParameterStore store = StoredParameter.Of(model.Layers[0].Weight).Store;
        var engine = (CudaTraining)store.Engine;
        (float[] inputs, int[] labels) = Batch(16);
        float[] broken = [.. inputs];
        broken[7] = float.NaN;
        var step = new AdamStep(1, learningRate: 0.01f, beta1: 0.9, beta2: 0.999, blend: 0.6);
        lock (engine.State.Gate)
        {
            engine.Begin(step.LearningRate);
            engine.Device.Launch(backtracks: true, step, (ReadOnlySpan<float>)broken, (ReadOnlySpan<int>)labels);
            engine.End();
        }

        engine.ForgetFault();

        Assert.Equal(0, store.StepCount);
        Assert.Equal(twin.Step(inputs, labels), model.Step(inputs, labels));
        Assert.Equal(ModelBits.Of(twin), ModelBits.Of(model));
    }

    /// <summary>Steps on token ids, and with numbers as labels, are those of the CPU but for the order of sums.</summary>
    [ClangFact]
    public void Tokens_and_numbers_enter_as_on_the_CPU()
    {
        Compare<EmbeddedLstm>();
        Compare<MseMlp>();
    }

    private static void Compare<TModel>()
        where TModel : class, IQuantModel<TModel>
    {
        using TModel here = TModel.Create(seed: 3), there = TModel.Create(Cuda, seed: 3);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(TModel.Info, 1);
        using (input)
        using (labels)
        {
            Assert.Equal(here.Step(input, labels), there.Step(input, labels), 1e-5f);
            Assert.Equal(here.BacktrackStep(input, labels), there.BacktrackStep(input, labels), 1e-3f);
            using torch.Tensor expected = here.Predict(input), logits = there.Predict(input);
            Assert.Equal(expected.shape, logits.shape);
            Assert.All(
                expected.data<float>().ToArray().Zip(logits.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
        }
    }

    [ClangFact]
    public void Tensors_are_copied_from_wherever_they_are()
    {
        using BinaryMlp model = new(Cuda, seed: 3), twin = new(Cuda, seed: 3);
        (float[] inputs, int[] labels) = Batch(16);
        using torch.Tensor input = torch.tensor(inputs, [16, 6]);
        using torch.Tensor classes = torch.tensor(labels.Select(label => (long)label).ToArray());
        Assert.Equal(twin.Step(inputs, labels), model.Step(input, classes));
        Assert.Equal(twin.BacktrackStep(inputs, labels), model.BacktrackStep(input, classes));
        using torch.Tensor logits = model.Predict(input);
        float[] expected = new float[16 * 3];
        twin.Predict(inputs, expected);
        Assert.Equal(expected, logits.data<float>().ToArray());
        Assert.Equal(DeviceType.CPU, logits.device_type);
        using torch.Tensor wrong = torch.tensor(labels.Select(label => (long)label + 3).ToArray());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Step(input, wrong));
        Assert.Contains("labels from 0 to 2", refused.Message, StringComparison.Ordinal);
    }

    [ClangFact]
    public void Threads_predict_at_the_same_time()
    {
        using BinaryMlp model = new(Cuda, seed: 3);
        (float[] inputs, int[] labels) = Batch(16);
        model.Step(inputs, labels);
        float[] expected = Predict();
        using BinaryMlp again = new(Cuda, seed: 3);
        again.Step(inputs, labels);
        Parallel.For(0, 8, i =>
        {
            Assert.Equal(expected, i % 2 == 0 ? Predict() : PredictAgain());
        });

        float[] PredictAgain()
        {
            again.Out.CopyScale(new float[1]); // fetches, beside those that predict
            float[] logits = new float[48];
            again.Predict(inputs, logits);
            return logits;
        }

        float[] Predict()
        {
            float[] logits = new float[48];
            model.Predict(inputs, logits);
            return logits;
        }
    }

    [ClangFact]
    public void A_disposed_model_says_so()
    {
        BinaryMlp model = new(Cuda, seed: 3);
        model.Step(Batch(16).Inputs, Batch(16).Labels);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Step(Batch(16).Inputs, Batch(16).Labels));
        Assert.Throws<ObjectDisposedException>(() => model.Out.CopyLatent(new float[15]));
        Assert.Throws<ObjectDisposedException>(() => model.Out.Latent);
        Assert.Throws<ObjectDisposedException>(() => model.Save("unused"));
        model.Dispose();
    }

    [ClangFact]
    public void A_GPU_that_is_not_there_is_named()
    {
        CudaException error = Assert.Throws<CudaException>(() => new BinaryMlp(new torch.Device(DeviceType.CUDA, 3)));
        Assert.Equal(
            "A model was requested on cuda:3, but that is not available here.\nThe driver sees one GPU, cuda:0.\n"
            + "To train on the CPU leave the device out.",
            error.Message);
        Assert.Equal("cuda:0", Devices.Cuda().ToString());
    }

    /// <summary>Only a whole step is launched; there are no gradients of which a part could begin.</summary>
    [ClangFact]
    public void An_update_alone_is_refused()
    {
        using BinaryMlp model = new(Cuda);
        IUpdateEngine engine = StoredParameter.Of(model.Out.Weight).Store.Engine;
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => engine.Run(UpdateKind.Laq, default, default));
        Assert.StartsWith("The steps of BinaryMlp on cuda:0 are whole", error.Message, StringComparison.Ordinal);
    }
}
