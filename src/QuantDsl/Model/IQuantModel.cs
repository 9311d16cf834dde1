using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>What every generated model offers, for code that works with any of them. Training itself never goes through it.</summary>
/// <typeparam name="TSelf">The model class.</typeparam>
public interface IQuantModel<TSelf> : IDisposable
    where TSelf : IQuantModel<TSelf>
{
    /// <summary>Compile-time facts of the model.</summary>
    static abstract ModelInfo Info { get; }

    /// <summary>Makes an untrained model.</summary>
    /// <param name="device">Where it lives; null: the CPU.</param>
    /// <param name="seed">Seed of the latent weights, of shuffling and of dropout.</param>
    static abstract TSelf Create(Device? device = null, long seed = 0);

    /// <summary>Reads a model written by <see cref="Save"/>.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds another architecture.</exception>
    static abstract TSelf Load(string path, Device? device = null);

    /// <summary>The weighted layers in declaration order.</summary>
    IReadOnlyList<Layer> Layers { get; }

    /// <summary>Learning rate η of the next step.</summary>
    float LearningRate { get; set; }

    /// <summary>Logits [N, classes], of a sequence [N, length, classes], with quantized weights and running statistics; records no gradient.</summary>
    /// <remarks>Several threads may predict with one model at the same time, as long as none trains, loads weights into or disposes it meanwhile.</remarks>
    Tensor Predict(Tensor input);

    /// <summary>One LAQ step on a minibatch; labels are int64 [N], of a sequence [N, length]. Returns the loss before the step.</summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite; on the CPU the model is as it was before the step.</exception>
    float Step(Tensor input, Tensor labels);

    /// <summary>One two-stage step (BLAQ) on a minibatch. Returns the loss before the step.</summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite; on the CPU the model is as it was before the step.</exception>
    float BacktrackStep(Tensor input, Tensor labels);

    /// <summary>Accuracy on a data set, in [0, 1]; of sequences that of all positions.</summary>
    double Evaluate(Dataset data);

    /// <summary>Accuracy and mean loss on a data set; of sequences those of all positions.</summary>
    Evaluation Assess(Dataset data);

    /// <summary>Trains as declared.</summary>
    /// <exception cref="TrainingDivergedException">
    /// A loss or gradient is not finite. The model holds its best epoch again; if no epoch was complete, on the CPU what it held before the step.
    /// </exception>
    TrainingReport Fit(Dataset train, Dataset? validation = null, FitOptions? options = null);

    /// <summary>Writes weights, scales, moments and running statistics as safetensors.</summary>
    void Save(string path);
}
