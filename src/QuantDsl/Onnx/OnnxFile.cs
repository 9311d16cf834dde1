using System.ComponentModel;
using QuantDsl.Files;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>Writes models as ONNX files.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OnnxFile
{
    /// <summary>The version of the format that an opset came with.</summary>
    private static int FormatVersion(int opset) => opset switch { < 19 => 8, < 21 => 9, _ => 10 };

    /// <summary>Writes a model.</summary>
    /// <param name="path">The file, which is replaced atomically.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Its state.</param>
    /// <param name="tensors">The tensors of the packed model.</param>
    /// <param name="write">Adds the network to a graph.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">No layer can have weights as the options say, or the file would be too large.</exception>
    public static void Write(
        string path, OnnxOptions options, ModelInfo model, ParameterStore store, PackedTensor[] tensors, Action<OnnxGraph> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        store.ThrowIfDisposed(model.Name);
        var graph = new OnnxGraph(options, tensors);
        write(graph);
        if (options.Weights == OnnxWeights.MatMulNBits && !graph.HasBlocks)
            throw new NotSupportedException(NoBlocks(model));
        ProtobufMessage message = Message(graph, options, model, ModelExport.FactsOf(options.Data, store));
        if (message.Length > int.MaxValue)
        {
            throw new NotSupportedException(
                $"{model.Name} would be an ONNX file of {message.Length} bytes, but the format ends at {int.MaxValue}. "
                + "Quantize its layers, or give them fewer bits.");
        }
        try
        {
            AtomicFile.Write(path, message.WriteTo);
        }
        catch (IOException refusal)
        {
            throw new ModelFileException(refusal.Message, refusal);
        }
    }

    private static string NoBlocks(ModelInfo model)
    {
        IEnumerable<string> layers = model.Layers.Select(layer => $"{layer.Name} ({layer.Operations.Split(' ')[0]}, {layer.Quantizer})");
        return $"{model.Name} has no layer that MatMulNBits can hold: that takes [Linear] with quantized weights on the linear grid and one "
            + $"scale, but there are {string.Join("; ", layers)}. Use OnnxWeights.Packed, which holds every layer.";
    }

    /// <summary>As <c>ModelProto</c>.</summary>
    private static ProtobufMessage Message(OnnxGraph graph, OnnxOptions options, ModelInfo model, DataFacts facts)
    {
        string version = typeof(OnnxFile).Assembly.GetName().Version!.ToString(fieldCount: 3);
        ProtobufMessage message = new ProtobufMessage()
            .Add(1, (long)FormatVersion(options.Opset))
            .Add(2, "QuantDsl").Add(3, version)
            .Add(8, OperationSet("", options.Opset));
        foreach (string domain in graph.Domains)
            message.Add(8, OperationSet(domain, 1));
        message.Add(7, graph.ToMessage(model.Name));
        var metadata = new Dictionary<string, string>();
        facts.Write(metadata);
        foreach ((string key, string value) in ModelDescription.Of(model).Concat(metadata.Select(pair => (pair.Key, pair.Value))))
            message.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        return message;
    }

    private static ProtobufMessage OperationSet(string domain, int version) =>
        new ProtobufMessage().Add(1, domain).Add(2, (long)version);
}
