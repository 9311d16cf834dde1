using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// The members that every generated model has, for generic code. Training itself never makes calls through this interface.
/// </summary>
/// <typeparam name="TSelf">The model class.</typeparam>
public interface IQuantModel<TSelf> : IDisposable
    where TSelf : IQuantModel<TSelf>
{
    /// <summary>Properties of the model that are known at compile time.</summary>
    static abstract ModelInfo Info { get; }

    /// <summary>Creates an untrained model.</summary>
    /// <param name="device">Device that trains the model and predicts; null means the CPU.</param>
    /// <param name="seed">Seed for the initial weights, for shuffling and for dropout.</param>
    static abstract TSelf Create(Device? device = null, long seed = 0);

    /// <summary>Reads a model written by <c>Save</c>.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds a different model.</exception>
    static abstract TSelf Load(string path, Device? device = null);

    /// <summary>The layers in declaration order.</summary>
    IReadOnlyList<Layer> Layers { get; }

    /// <summary>Names of the classes, of the data that the model was trained on; empty if they have none.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Learning rate η of the next step.</summary>
    float LearningRate { get; set; }

    /// <summary>
    /// Returns logits [N, classes], or [N, length, classes] for sequences, of the quantized weights; records no gradient.
    /// </summary>
    /// <remarks>
    /// Several threads may predict with one model at the same time, as long as no thread trains, loads or disposes it meanwhile.
    /// </remarks>
    Tensor Predict(Tensor input);

    /// <summary>
    /// One LAQ step on a minibatch; labels are int64 [N], or [N, length] for sequences, or float32 where <see cref="ModelInfo.Labels"/> says
    /// so. Returns the loss before the step.
    /// </summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is NaN or infinite; the model is as it was before the
    /// step.</exception>
    float Step(Tensor input, Tensor labels);

    /// <summary>One step with backtracking (BLAQ) on a minibatch. Returns the loss before the step.</summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is NaN or infinite; the model is as it was before the
    /// step.</exception>
    float BacktrackStep(Tensor input, Tensor labels);

    /// <summary>Accuracy on a data set, in [0, 1], or the mean loss of a regression; for sequences, over all positions.</summary>
    double Evaluate(Dataset data);

    /// <summary>Accuracy and mean loss on a data set; for sequences, over all positions.</summary>
    Evaluation Assess(Dataset data);

    /// <summary>Predictions for a data set beside its labels, from which metrics are computed.</summary>
    PredictedData PredictAll(Dataset data);

    /// <summary>Trains as declared.</summary>
    /// <exception cref="TrainingDivergedException">
    /// A loss or gradient is NaN or infinite. The model is restored to its best epoch or, if none was completed, is as it was before the
    /// step.
    /// </exception>
    TrainingReport Fit(Dataset train, Dataset? validation = null, FitOptions? options = null);

    /// <summary>
    /// Writes weights, scales, moments and running statistics to a safetensors file, and with them class names and normalisation of the
    /// data of the last <see cref="Fit"/>.
    /// </summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    void Save(string path);

    /// <summary>Writes the model with class names and normalisation of a data set, for training without <see cref="Fit"/>.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    void Save(string path, Dataset data);

    /// <summary>Writes the model for prediction alone: <c>.qdsl</c> or <c>.onnx</c>, with weights of a few bits.</summary>
    /// <param name="path">The file; its ending says in which format.</param>
    /// <param name="data">The data set whose class names and normalisation travel along; null: that of the last <see cref="Fit"/>.</param>
    /// <exception cref="ArgumentException">The ending names no format.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    void Export(string path, Dataset? data = null);

    /// <summary>Reads the packed model from a file that <see cref="Export"/> has written.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another version or of another model.</exception>
    static abstract PackedModel LoadPacked(string path);

    /// <summary>Writes the network with its quantized weights to an ONNX file.</summary>
    /// <param name="path">The file, which is replaced atomically.</param>
    /// <param name="options">The version of ONNX's operations, and how weights are stored.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">No layer can have weights as the options say; the message names the layers.</exception>
    void ExportOnnx(string path, OnnxOptions options);
}
