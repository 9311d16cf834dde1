using QuantDsl;

var (all, test) = Dataset.DrawnDigits();                         // or Dataset.FromIdxFolder("mnist")
var (train, validation) = all.Split(10_000, seed: 1);

using var model = new LeNet5(seed: 1);
Console.WriteLine(LeNet5.Info.Table);
model.Fit(train, validation, new FitOptions { Epochs = 2 });
Console.WriteLine($"test accuracy: {model.Evaluate(test):F4}");
model.Save("lenet5.safetensors");                                // LeNet5.Load("lenet5.safetensors") reads it back

[QuantModel(1, 28, 28, Batch = 128)]                             // channels, height, width
[Weights(Bits = 1)]                                              // every weight is +α or −α
[Backtrack(Period = 5, Blend = 0.6)]                             // every fifth epoch looks a step ahead, at twice the time
[Adam(LearningRate = 0.005), StepDecay(Every = 5, Factor = 0.1)]
[SquaredHinge]
public sealed partial class LeNet5
{
    [Conv2d(20, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(50, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(500), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}
