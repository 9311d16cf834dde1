using QuantDsl;

string folder = args[0];
using Dataset table = Dataset.FromCsv(Path.Combine(folder, "flowers.csv"), label: "species", new CsvOptions { Except = ["id"] });
(Dataset rows, Dataset test) = table.SplitStratified(120, seed: 1);
using Dataset train = rows.Standardize();

using (var model = new Flowers(seed: 1))
{
    model.Fit(train, options: new FitOptions { Progress = ProgressMode.None });
    using Dataset scaledTest = test.Standardize(train.Standardization);
    Console.WriteLine($"accuracy above 90 %: {model.Evaluate(scaledTest) > 0.9}");
    model.Save(Path.Combine(folder, "flowers.safetensors"));
    model.Export(Path.Combine(folder, "flowers.qdsl"));
}

using var saved = Flowers.Load(Path.Combine(folder, "flowers.safetensors"));
using var packed = Flowers.Packed.Load(Path.Combine(folder, "flowers.qdsl"));
float[] flower = [1.1f, 3200f];                                  // length in cm and weight in mg, as in the table
Console.WriteLine(saved.ClassifyRow(flower).Name);
Console.WriteLine(packed.ClassifyRow(flower) == saved.ClassifyRow(flower));
test.Dispose();
rows.Dispose();

[QuantModel(2, Batch = 20, Epochs = 20)]
[Weights(Bits = 2)]
[Adam(LearningRate = 0.02)]
[CrossEntropy]
public sealed partial class Flowers
{
    [Linear(16), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
