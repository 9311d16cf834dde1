using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Native;
using TorchSharp;

namespace QuantDsl.Tests.Memory;

/// <summary>Whatever a model does on the CPU needs no native library.</summary>
public sealed class WithoutTorchTests
{
    [LinuxFact]
    public void A_model_is_made_trained_saved_loaded_and_changed_without_libtorch()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.WithoutTorch);

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains("models: 7\n", child.Output, StringComparison.Ordinal);
        Assert.Contains("trained: 3\n", child.Output, StringComparison.Ordinal);
        Assert.NotEmpty(child.Mapped);
        Assert.DoesNotContain(child.Mapped, path => path.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(child.Mapped, path => path.Contains("LibTorchSharp", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the child process does.</summary>
    internal static void Print()
    {
        TorchLibrary.Register();
        int models = 0;
        Use<TinyMlp>();
        Use<TinyConvNetThreeBit>();
        Use<TinyDropoutNet>();
        Use<TinyTopicLstm>();
        Use<EverySmall>();
        Use<MeasuredDigits>();
        Use<FullPrecisionMlp>();
        Console.WriteLine($"models: {models}");
        TrainOnText();
        Console.WriteLine($"trained: {Train()}");

        void Use<TModel>()
            where TModel : IQuantModel<TModel>
        {
            string path = Path.Combine(Path.GetTempPath(), $"quantdsl-plain-{Guid.NewGuid():N}.safetensors");
            try
            {
                using TModel model = TModel.Create(new torch.Device("cpu"), seed: 3);
                model.Save(path);
                byte[] saved = File.ReadAllBytes(path);
                using TModel loaded = TModel.Load(path);
                Require(saved.AsSpan().SequenceEqual(ModelBits.Of(loaded)), "the loaded model is another one");
                ParameterStore store = StoredParameter.Of(model.Layers[0].Weight).Store;
                using BestState best = new(store);
                best.Keep();
                foreach (Layer layer in model.Layers)
                {
                    float[] values = new float[layer.Weight.Count];
                    layer.CopyQuantized(values);
                    layer.CopyScale(new float[layer.Weight.ScaleCount]);
                    layer.CopyLatent(values);
                    Array.Reverse(values);
                    layer.SetLatent(values);
                }
                Require(!saved.AsSpan().SequenceEqual(ModelBits.Of(model)), "nothing was changed");
                best.Keep(); // into the same memory
                using ParameterSnapshot snapshot = StoredParameter.Of(loaded.Layers[0].Weight).Store.Snapshot();
                store.Restore(snapshot);
                Require(saved.AsSpan().SequenceEqual(ModelBits.Of(model)), "the state was not restored");
                store.BeginStep();
                store.EndStep();
                Require(best.Restore() && !saved.AsSpan().SequenceEqual(ModelBits.Of(model)), "the best state was not restored");
                models++;
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A run with checkpoint and reports, an evaluation, and predictions that go on from one another.</summary>
    private static void TrainOnText()
    {
        using TemporaryFolder folder = new();
        TextData parts = Dataset.FromText(string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 100)), TinyText.Length);
        using Dataset text = parts.Train;
        parts.Validation.Dispose();
        parts.Test.Dispose();
        using var model = new TinyCharLstm(seed: 3);
        model.Fit(text, text, new FitOptions
        {
            Epochs = 2,
            Progress = ProgressMode.None,
            HandleCtrlC = false,
            CheckpointPath = folder.File("run.checkpoint"),
            TensorBoardPath = folder.Path,
        });
        Require(double.IsFinite(model.Assess(text).Loss), "there is no loss");
        RecurrentState state = model.NewState();
        model.Predict([1], new float[TinyText.Characters], state);
    }

    /// <summary>Steps and predictions of other kinds of networks.</summary>
    private static int Train()
    {
        using var ofTokens = new EmbeddedLstm(seed: 3);
        ofTokens.Step([1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1], [0, 2]);
        ofTokens.BacktrackStep([1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1], [0, 2]);
        ofTokens.Predict([1, 2, 3, 4, 5, 6], new float[3]);
        using var ofNumbers = new StackedLstm(seed: 3);
        ofNumbers.BacktrackStep(new float[2 * 12], [0, 1, 2, 0, 1, 2, 0, 1]);
        using var ofImages = new SmallLeNet(seed: 3);
        int size = SmallLeNet.Info.InputShape.Aggregate(1, (product, axis) => product * axis);
        float[] images = [.. Enumerable.Range(0, 4 * size).Select(i => MathF.Sin(i))];
        ofImages.Step(images, [0, 1, 2, 0]);
        ofImages.Predict(images, new float[4 * SmallLeNet.Info.Classes]);
        return 3;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
