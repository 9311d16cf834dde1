using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// Latent weights that are set in a model on the emulated device: only their layer is quantized anew, as in an untrained model.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class SetLatentTests
{
    [ClangFact]
    public void All_layers_are_quantized_anew()
    {
        using CudaPerLayer model = new(seed: 2), expected = new(seed: 2);
        EmulatedEngine.Attach(StoredParameter.Of(model.Layers[0].Weight).Store);
        EmulatedEngine.Attach(StoredParameter.Of(expected.Layers[0].Weight).Store);
        foreach (Layer layer in model.Layers)
        {
            using torch.Tensor wrong = layer.Quantized.add(layer.Quantized, Scalars.One);
            StoredParameter.Of(layer.Weight).QuantizedMemory.Tensor.copy_(wrong);
        }

        model.Requantize();

        Assert.All(model.Layers.Zip(expected.Layers), pair =>
        {
            Assert.Equal(ModelBits.Of(pair.Second.Quantized), ModelBits.Of(pair.First.Quantized));
            Assert.Equal(ModelBits.Of(pair.Second.Scale), ModelBits.Of(pair.First.Scale));
        });
    }

    [ClangFact]
    public void Only_the_layer_itself_is_quantized_anew()
    {
        using CudaPerLayer untrained = new(seed: 1);
        using CudaPerLayer model = new(seed: 2);
        EmulatedEngine.Attach(StoredParameter.Of(untrained.Layers[0].Weight).Store);
        ParameterStore store = StoredParameter.Of(model.Layers[0].Weight).Store;
        EmulatedEngine.Attach(store);
        foreach (string name in new[] { "Binary", "Linear3", "TwoScale", "Full" })
        {
            Layer layer = model.Layers.First(each => each.Name == name);
            Layer source = untrained.Layers.First(each => each.Name == name);
            byte[][] others = Others();
            float[] latent = new float[layer.Weight.Count];
            source.CopyLatent(latent);

            layer.SetLatent(latent);

            Assert.Equal(ModelBits.Of(source.Latent), ModelBits.Of(layer.Latent));
            Assert.Equal(ModelBits.Of(source.Quantized), ModelBits.Of(layer.Quantized));
            Assert.Equal(ModelBits.Of(source.Scale), ModelBits.Of(layer.Scale));
            Assert.Equal(others, Others());

            byte[][] Others() =>
            [
                .. store.Stored.Where(parameter => parameter != layer.Weight).SelectMany(parameter => new[]
                {
                    ModelBits.Of(parameter.LatentMemory), ModelBits.Of(parameter.QuantizedMemory), ModelBits.Of(parameter.ScaleMemory),
                }),
            ];
        }
    }
}
