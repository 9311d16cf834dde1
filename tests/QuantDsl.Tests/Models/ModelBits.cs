using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Everything that a model is, bit for bit: its saved file.</summary>
internal static class ModelBits
{
    /// <param name="model">The model.</param>
    /// <param name="data">The data set that the file tells of; null: that of the last run.</param>
    public static byte[] Of<TModel>(TModel model, Dataset? data = null)
        where TModel : IQuantModel<TModel>
    {
        string path = Path.Combine(Path.GetTempPath(), $"quantdsl-bits-{Guid.NewGuid():N}.safetensors");
        try
        {
            if (data is null)
                model.Save(path);
            else
                model.Save(path, data);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static byte[] Of(ITensorValues values)
    {
        using MemoryStream bytes = new();
        values.Read(bytes.Write);
        return bytes.ToArray();
    }

    public static byte[] Of(Tensor tensor)
    {
        using Tensor dense = tensor.contiguous();
        return dense.bytes.ToArray();
    }
}
