using QuantDsl.CompilerServices;

namespace QuantDsl.Formats;

/// <summary>Writes a model as a packed model: see <see cref="PackedFormat"/>.</summary>
internal static class PackedExport
{
    /// <summary>Writes the file, or leaves what was there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Its memory.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="tensors">The tensors of the packed model.</param>
    /// <param name="facts">What travels beside the tensors.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite, or on no level of its scale.</exception>
    public static void Write(
        string path, ModelInfo model, ParameterStore store, IReadOnlyList<Layer> layers, PackedTensor[] tensors, DataFacts facts)
    {
        var values = new List<KeyValuePair<string, ITensorValues>>();
        var parameters = store.Stored.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (PackedTensor tensor in tensors)
        {
            if (!parameters.TryGetValue(tensor.Name, out StoredParameter? parameter))
            {
                Add(tensor.Name, MemoryValues.Floats(tensor.Shape, Finite(model, tensor.Name, FoldedNorm.Of(tensor.Name, model, layers))));
                continue;
            }
            float[] quantized = new float[tensor.Count];
            parameter.CopyQuantized(quantized);
            _ = Finite(model, tensor.Name, quantized);
            if (tensor.IsFloat)
            {
                Add(tensor.Name, MemoryValues.Floats(tensor.Shape, quantized));
                continue;
            }
            float[] scales = new float[tensor.Scales];
            parameter.CopyScale(scales);
            Add(tensor.Name, MemoryValues.Bytes(LevelEncoder.Run(tensor, quantized, scales)));
            Add(tensor.ScaleName, MemoryValues.Floats([tensor.Scales], scales));
        }
        var metadata = new Dictionary<string, string> { [PackedFormat.VersionKey] = PackedFormat.Version };
        foreach ((string key, string value) in ModelDescription.Of(model))
            metadata[key] = value;
        facts.Write(metadata);
        using var checksum = new PackedChecksum();
        SafetensorsWriter.Write(path, values, metadata, checksum);

        void Add(string name, ITensorValues tensor) => values.Add(KeyValuePair.Create(name, tensor));
    }

    private static float[] Finite(ModelInfo model, string name, float[] values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new InvalidOperationException($"{model.Name} cannot be exported: {name} has the value {value}.");
        }
        return values;
    }
}
