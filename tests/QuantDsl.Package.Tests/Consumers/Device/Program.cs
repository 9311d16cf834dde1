using QuantDsl;

Console.WriteLine($"bits: {string.Join(", ", Net.Info.Layers.Select(layer => layer.Bits))}");
#if MAKES
Console.WriteLine(new Net());
#endif
using var model = Net.Packed.Load(args[0]);
var inputs = new float[4 * 8];
for (var i = 0; i < inputs.Length; i++)
    inputs[i] = (i - 16) / 16f;
var logits = new float[4 * 3];
model.Predict(inputs, logits);
Console.WriteLine($"logits: {string.Join(' ', logits.Select(logit => BitConverter.SingleToInt32Bits(logit).ToString("x8")))}");
Console.WriteLine($"class: {model.Classify(inputs.AsSpan(0, 8)).Class}");
