using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Packed;

/// <summary>Small models as packed files.</summary>
internal static class PackedSamples
{
    private static readonly Lazy<byte[]> Perceptron = new(() =>
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyMlp(seed: 4);
        SmallData.Steps(model, first: 0, count: 4);
        return Export(model, SmallData.Train);
    });

    /// <summary>A binary perceptron after a few steps; shared, so nobody may change it.</summary>
    public static byte[] TinyMlp => Perceptron.Value;

    /// <summary>The file of a model.</summary>
    public static byte[] Export<TModel>(TModel model, Dataset? data = null)
        where TModel : IQuantModel<TModel>
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.qdsl");
        model.Export(path, data);
        return File.ReadAllBytes(path);
    }

    /// <summary>The message with which a file is refused.</summary>
    public static string Refusal(byte[] file) => Assert.Throws<ModelFileException>(() => Models.TinyMlp.Packed.Load(file)).Message;
}
