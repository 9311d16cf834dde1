using System.Text;
using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A random network: as a declaration, and as the reference has it.</summary>
/// <param name="Seed">The seed that it is drawn from.</param>
/// <param name="Input">Shape of a sample.</param>
/// <param name="Classes">Logits of a sample.</param>
/// <param name="Batch">The declared batch.</param>
/// <param name="SmallestBatch">Samples of a minibatch at least.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Quantizer">How weights are quantized where a layer does not say.</param>
/// <param name="Recipe">How it trains.</param>
internal sealed record DrawnNetwork(
    int Seed,
    int[] Input,
    int Classes,
    int Batch,
    int SmallestBatch,
    IReadOnlyList<DrawnLayer> Layers,
    DrawnQuantizer Quantizer,
    DrawnRecipe Recipe)
{
    /// <summary>Whether its loss is the cross-entropy; else it is the squared hinge.</summary>
    public required bool IsCrossEntropy { get; init; }

    /// <summary>Different token ids, if its samples are sequences of them.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Whether it reads them as one-hot vectors.</summary>
    public bool HasOneHot { get; init; }

    /// <summary>Positions of its output, if each has a label.</summary>
    public int? OutputLength { get; init; }

    /// <summary>Its loss in the reference; a new object with every call.</summary>
    public ILoss Loss
    {
        get
        {
            ILoss loss = IsCrossEntropy ? new CrossEntropyLoss() : new SquaredHingeLoss();
            return OutputLength is null ? loss : new SequenceLoss(loss);
        }
    }

    /// <summary>Name of its class.</summary>
    public string Name => $"Net{Seed}";

    /// <summary>The declaration.</summary>
    public string Source()
    {
        string backtrack = Recipe.Backtrack.Length == 0 ? "" : $"{Recipe.Backtrack}, ";
        var text = new StringBuilder($"[QuantModel({string.Join(", ", Input)}, Batch = {Batch})]\n");
        text.Append($"[{Quantizer.Attribute}, {backtrack}{Recipe.Attributes}, {(IsCrossEntropy ? "CrossEntropy" : "SquaredHinge")}]\n");
        if (HasOneHot)
            text.Append($"[OneHot({Vocabulary})]\n");
        text.Append($"public sealed partial class {Name}\n{{\n");
        for (int layer = 0; layer < Layers.Count; layer++)
            text.Append(Layers[layer].Source(layer));
        return text.Append("}\n").ToString();
    }

    /// <summary>What the comparison of steps needs.</summary>
    /// <param name="make">Makes the model.</param>
    /// <param name="dropouts">The numbers of the dropouts in the compiled network.</param>
    public StepCase Case(Func<long, EngineModel> make, IReadOnlyList<int> dropouts) =>
        new(make, () => Reference(dropouts), [.. Layers.SelectMany(layer => layer.Quantizers(Quantizer))])
        {
            Loss = Loss,
            Blend = Recipe.Blend,
            CarryTrialMoments = Recipe.CarriesTrialMoments,
            LearningRate = Recipe.LearningRate,
            Adam = Recipe.Adam,
            SmallestBatch = SmallestBatch,
            NoisyPasses = 2,
        };

    /// <summary>The network in the reference.</summary>
    /// <param name="dropouts">The numbers of the dropouts in the compiled network.</param>
    public ReferenceNetwork Reference(IReadOnlyList<int> dropouts)
    {
        ReferenceNetwork network = new();
        List<int> outputs = [];
        int node = HasOneHot ? network.Then(0, new OneHotLayer(Vocabulary!.Value)) : 0;
        foreach (DrawnLayer layer in Layers)
        {
            node = layer.From is { } from ? outputs[from] : node;
            foreach (DrawnOperation operation in layer.Operations)
            {
                node = operation.Other is not { } other ? network.Then(node, operation.Layers())
                    : operation.Concatenates ? network.Concatenate(node, outputs[other])
                    : network.Add(node, outputs[other]);
            }
            outputs.Add(node);
        }
        foreach ((DropoutLayer dropout, int number) in network.Layers.OfType<DropoutLayer>().Zip(dropouts))
            dropout.Number = number;
        return network;
    }
}
