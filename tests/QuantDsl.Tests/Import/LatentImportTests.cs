using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Import;

/// <summary>Weights of another framework become latent weights, or nothing changes.</summary>
public sealed class LatentImportTests
{
    private static readonly float[] SixWeights = [0.5f, -0.25f, 3f, 1f, -6f, 0f];

    [Fact]
    public void Tensors_are_found_by_their_names_and_scaled_where_it_is_harmless()
    {
        using var folder = new TemporaryFolder();
        using var model = new Imported();
        string path = Whole().Write(folder);

        IReadOnlyList<ImportedTensor> imported = model.LoadLatent(path);

        Assert.Equal([.. SixWeights.Select(w => w / 8)], Read(model.Hidden.Weight)); // 6 needs 1/8
        Assert.Equal([0.125f, 0f, -0.25f], Read(model.Hidden.Bias!));
        Assert.Equal([0.125f, 0.25f, 0.5f], Read(model.Hidden.BatchNorm!.CopyRunningMean));
        Assert.Equal([1f, 2f, 0.25f], Read(model.Hidden.BatchNorm!.CopyRunningVariance));
        Assert.Equal([1f, 2f, 4f], Read(model.Hidden.BatchNorm!.Weight));
        Assert.Equal([0.5f, -1f, 1f, -1f, 0f, 0.75f], Read(model.Out.Weight)); // clipped: nothing takes a factor away
        Assert.Equal([2f, -2f], Read(model.Out.Bias!));
        ImportedTensor hidden = imported.Single(tensor => tensor.Name == "Hidden.weight");
        ImportedTensor last = imported.Single(tensor => tensor.Name == "Out.weight");
        Assert.Equal(("hidden.weight", 0.125f, 0), (hidden.Source, hidden.Factor, hidden.Clipped));
        Assert.Equal(("out.weight", 1f, 2), (last.Source, last.Factor, last.Clipped));
        Assert.Equal("out.weight → Out.weight, 2 values clipped to [−1, 1]", last.ToString());

        float[] quantized = new float[6], scale = new float[1];
        model.Hidden.CopyQuantized(quantized);
        model.Hidden.CopyScale(scale);
        Assert.All(quantized, weight => Assert.Contains(weight, new[] { -scale[0], 0f, scale[0] }));
        Assert.True(scale[0] > 0f);
    }

    [Fact]
    public void A_map_says_what_is_loaded_and_the_rest_stays()
    {
        using var folder = new TemporaryFolder();
        using var model = new Imported(seed: 3);
        float[] before = Read(model.Hidden.Weight);
        string path = new ForeignFile().AddHalf("head.w", [2, 3], 0.5f, -0.5f, 1f, -1f, 0f, 0.75f).Add("unused", "I64", [], new byte[8])
            .Write(folder);

        ImportedTensor imported = Assert.Single(model.LoadLatent(path, new Dictionary<string, string> { ["head.w"] = "Out.weight" }));

        Assert.Equal("head.w → Out.weight", imported.ToString());
        Assert.Equal([0.5f, -0.5f, 1f, -1f, 0f, 0.75f], Read(model.Out.Weight));
        Assert.Equal(before, Read(model.Hidden.Weight));
    }

    /// <summary>PyTorch's LSTM has two biases, of which only the sum matters.</summary>
    [Fact]
    public void Recurrent_layers_are_found_by_PyTorchs_names()
    {
        using var folder = new TemporaryFolder();
        using var model = new OneHotLstm();
        float[] ones = [.. Enumerable.Repeat(1f, 20)], ramp = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
        string path = new ForeignFile()
            .Add("lstm.weight_ih_l0", [20, 4], [.. Enumerable.Repeat(0.5f, 80)])
            .Add("lstm.weight_hh_l0", [20, 5], [.. Enumerable.Repeat(-0.5f, 100)])
            .Add("lstm.bias_ih_l0", [20], ones).Add("lstm.bias_hh_l0", [20], ramp)
            .Add("out.weight", [4, 5], ramp).Add("out.bias", [4], 1f, 2f, 3f, 4f)
            .Write(folder);

        IReadOnlyList<ImportedTensor> imported = model.LoadLatent(path);

        Assert.Equal([.. ramp.Select(x => x + 1f)], Read(model.Lstm.Bias!));
        Assert.Contains(imported, tensor => tensor.Source == "lstm.bias_ih_l0 + lstm.bias_hh_l0");
        Assert.All(Read(model.Lstm.RecurrentWeight!), weight => Assert.Equal(-0.5f, weight));
        Assert.Equal(ramp, Read(model.Out.Weight)); // in full precision, so as they are
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        using var model = new Imported(seed: 5);
        float[] before = Read(model.Hidden.Weight);

        Refused(new ForeignFile().Add("features.0.weight", [3, 2], SixWeights), null,
            "no tensor of the file has the name of Hidden.norm.running_mean [3]", "has the name of 'features.0.weight' [3, 2]",
            "[\"features.0.weight\"] = \"Hidden.weight\"");
        Refused(Whole(), Map("hidden.weight", "Out.weight"), "'hidden.weight' is [3, 2], but Out.weight is [2, 3]");
        Refused(Whole(), Map("hidden.weights", "Out.weight"), "no tensor 'hidden.weights'; it has 'hidden.norm.num_batches_tracked' [], 'hid");
        Refused(Whole("F64"), null, "'out.weight' is F64, but weights are read from F32, F16 and BF16");
        Refused(Whole(variance: -1f), null, "value 2 of hidden.norm.running_var is -1", "none below 0");
        Refused(Whole(variance: float.NaN), null, "value 2 of hidden.norm.running_var is NaN, but Hidden.norm.running_var takes finite");
        string path = Whole().Write(folder);
        Assert.Contains(
            "Imported has nothing called 'Conv.weight'; it has Hidden.norm.running_mean [3]",
            Assert.Throws<ArgumentException>(() => model.LoadLatent(path, Map("out.weight", "Conv.weight"))).Message, StringComparison.Ordinal);
        var twice = new Dictionary<string, string> { ["out.weight"] = "Out.weight", ["hidden.weight"] = "Out.weight" };
        Assert.Contains(
            "Name one of them", Assert.Throws<ArgumentException>(() => model.LoadLatent(path, twice)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.LoadLatent(path, new Dictionary<string, string>()));
        Assert.Equal(before, Read(model.Hidden.Weight));
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.LoadLatent(path));

        void Refused(ForeignFile file, Dictionary<string, string>? names, params string[] parts)
        {
            string message = Assert.Throws<ModelFileException>(() => model.LoadLatent(file.Write(folder), names)).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    private static Dictionary<string, string> Map(string theirs, string ours) => new() { [theirs] = ours };

    private static ForeignFile Whole(string? typeOfLast = null, float variance = 16f)
    {
        ForeignFile file = new ForeignFile()
            .Add("hidden.norm.num_batches_tracked", "I64", [], new byte[8])
            .Add("hidden.weight", [3, 2], SixWeights)
            .AddHalf("hidden.bias", [3], 1f, 0f, -2f)
            .Add("hidden.norm.running_mean", [3], 1f, 2f, 4f)
            .Add("hidden.norm.running_var", [3], 64f, 128f, variance)
            .Add("hidden.norm.weight", [3], 1f, 2f, 4f)
            .Add("hidden.norm.bias", [3], 0f, 0f, 0f)
            .Add("out.bias", [2], 2f, -2f);
        return typeOfLast is null
            ? file.AddBFloat("out.weight", [2, 3], 0.5f, -1.5f, 2f, -1f, 0f, 0.75f)
            : file.Add("out.weight", typeOfLast, [2, 3], new byte[48]);
    }

    private delegate void Copying(Span<float> values);

    private static float[] Read(Parameter parameter)
    {
        float[] values = new float[parameter.Count];
        parameter.CopyLatent(values);
        return values;
    }

    private static float[] Read(Copying copy)
    {
        float[] values = new float[3];
        copy(values);
        return values;
    }
}
