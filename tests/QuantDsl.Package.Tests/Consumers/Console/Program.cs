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
if (args is [var file])
{
    model.Export(file);
    var numbers = new float[4 * 8];
    for (var i = 0; i < numbers.Length; i++)
        numbers[i] = (i - 16) / 16f;
    var answers = new float[4 * 3];
    model.Predict(numbers, answers);
    Console.WriteLine($"logits: {string.Join(' ', answers.Select(logit => BitConverter.SingleToInt32Bits(logit).ToString("x8")))}");
}
