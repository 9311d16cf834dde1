using System.ComponentModel;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>Exports of a trained model, by the ending of the file's name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelExport
{
    /// <summary>The ending of packed models.</summary>
    private const string Packed = ".qdsl";

    /// <summary>The ending of ONNX files.</summary>
    private const string Onnx = ".onnx";

    /// <summary>Writes the file, or leaves what was there.</summary>
    /// <param name="path">The file; its ending says in which format.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Its memory.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="tensors">The tensors of the packed model.</param>
    /// <param name="writeOnnx">Adds the network to an ONNX graph.</param>
    /// <param name="data">The data set whose class names and normalisation travel along; null: that of the last training run.</param>
    /// <exception cref="ArgumentException">The ending is none of those that there are.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Write(
        string path, ModelInfo model, ParameterStore store, IReadOnlyList<Layer> layers, PackedTensor[] tensors,
        Action<OnnxGraph> writeOnnx, Dataset? data)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        store.ThrowIfDisposed(model.Name);
        string ending = Path.GetExtension(path);
        if (ending.Equals(Onnx, StringComparison.OrdinalIgnoreCase))
        {
            OnnxFile.Write(path, new OnnxOptions { Data = data }, model, store, tensors, writeOnnx);
            return;
        }
        if (!ending.Equals(Packed, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"'{path}' does not say in which format {model.Name} is to be exported. Give a name that ends in {Packed} (a packed "
                + $"model) or {Onnx}.",
                nameof(path));
        }
        PackedExport.Write(path, model, store, layers, tensors, FactsOf(data, store));
    }

    /// <summary>What a file keeps of a data set, or else of that of the last training run.</summary>
    internal static DataFacts FactsOf(Dataset? data, ParameterStore store) => data is null ? store.TrainedOn : FactsOf(data);

    /// <summary>What files keep of a data set.</summary>
    internal static DataFacts FactsOf(Dataset data) => new()
    {
        ClassNames = [.. data.ClassNames ?? []],
        Means = data.Normalization?.Means ?? [],
        Deviations = data.Normalization?.Deviations ?? [],
        ColumnMeans = data.Standardization?.Columns.Means ?? [],
        ColumnDeviations = data.Standardization?.Columns.Deviations ?? [],
        ShorterSide = data.ShorterSide,
    };
}
