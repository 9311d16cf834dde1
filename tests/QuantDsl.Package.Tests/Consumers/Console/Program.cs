using QuantDsl;
using TorchSharp;

using var model = new Net(seed: 1);
using var input = torch.linspace(-1, 1, 4 * 8).reshape(4, 8);
using var labels = torch.tensor(new long[] { 0, 1, 2, 0 });
var first = model.Step(input, labels);
var second = model.BacktrackStep(input, labels);
using var logits = model.Predict(input);
Console.WriteLine($"the loss falls: {second < first}");
Console.WriteLine($"logits: {string.Join('x', logits.shape)}");
Console.WriteLine($"bits: {model.Hidden.Bits}, {model.Out.Bits}");

[QuantModel(8, Batch = 4), Weights(Bits = 2), Backtrack, CrossEntropy]
public sealed partial class Net
{
    [Linear(16), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(3), BatchNorm, Weights(Bits = 1)] public partial Layer Out { get; }
}
