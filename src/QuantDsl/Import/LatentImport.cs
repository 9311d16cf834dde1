using QuantDsl.Formats;
using QuantDsl.Import;

namespace QuantDsl;

/// <summary>Takes over weights that another framework has trained in floating point, as the start of one with few bits.</summary>
public static class LatentImport
{
    /// <summary>
    /// Replaces latent weights, and with them biases, γ, β and running statistics, by the tensors of a safetensors file, and quantizes
    /// anew. The step count and the moments stay.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Weights of linear layers are [out, in], of convolutions [out, in, kernel, kernel], the gates of an LSTM i, f, g, o and of a GRU
    /// r, z, n: as PyTorch has them. The two biases of PyTorch's LSTM are added.
    /// </para>
    /// <para>
    /// Training keeps quantized weights in [−1, 1]. Where some are outside, those of a layer whose normalisation takes a factor away again
    /// (<see cref="LayerInfo.CancelsScale"/>) are multiplied by a power of two so that all fit, together with its bias and running
    /// statistics: predictions stay the same up to ε. In other layers they are clipped, which changes the predictions; the result says how
    /// many. Weights in full precision are taken as they are.
    /// </para>
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, with tensors of type F32, F16 or BF16.</param>
    /// <param name="names">
    /// From names in the file to those in the model, such as <c>["features.0.weight"] = "Conv1.weight"</c>; what it leaves out stays as it
    /// is. Null: all tensors of the file by their own names, such as <c>conv1.weight</c> for <c>Conv1.weight</c> (case and underscores do
    /// not count), and each must have its place.
    /// </param>
    /// <returns>What was loaded, and how it was changed.</returns>
    /// <exception cref="ModelFileException">
    /// The file is damaged, or names, shapes, types or values do not fit; the message names the first that does not. Nothing was changed.
    /// </exception>
    /// <exception cref="ArgumentException">The map names what the model does not have. Nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static IReadOnlyList<ImportedTensor> LoadLatent<TModel>(
        this IQuantModel<TModel> model, string path, IReadOnlyDictionary<string, string>? names = null)
        where TModel : IQuantModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Layers[0].Weight.ThrowIfDisposed();
        using var file = SafetensorsFile.Open(path);
        var matching = new NameMatching(path, TModel.Info.Name, file.Entries, ImportTarget.Of(model.Layers));
        IReadOnlyList<ImportPair> pairs = names is null ? matching.ByName() : matching.ByMap(names);
        var reading = new TensorReading(file, path);
        float[][] values = [.. pairs.Select(reading.Read)];
        ImportTarget[] targets = [.. pairs.Select(pair => pair.Target)];
        ImportedTensor[] imported = LatentFit.Run(TModel.Info, targets, [.. pairs.Select(pair => pair.SourceWords)], values);
        for (int i = 0; i < values.Length; i++)
            targets[i].Write(values[i]);
        return imported;
    }
}
